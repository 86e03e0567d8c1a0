import type { OutputSpec } from "../../compiler/plan/interface.ts";
import { METRICS } from "../../compiler/plan/metrics.ts";
import type { NumberArray } from "../files/bytes.ts";
import type { Answers, Measure, Tally } from "../outputs/define.ts";
import {
  addRows,
  clearTally,
  createAnswers,
  createTally,
  measureOf,
  restoreTally,
  type StoredTally,
  storeTally,
} from "./tally.ts";

/** What is counted of a pass over rows: the loss, and each output's answers. */
export interface Count {
  rows: number;
  /** The sum of the losses, and of those of each of several terms. */
  loss: number;
  readonly terms: Map<string, number>;
  readonly outputs: ReadonlyMap<string, OutputCount>;
}

interface OutputCount {
  readonly measure: Measure;
  readonly tally: Tally;
  /** Room for the answer to one row, or to all where they are kept. */
  readonly answers: Answers;
  readonly kept: boolean;
}

/** A count as plain JSON. */
export interface StoredCount {
  readonly rows: number;
  readonly loss: number;
  readonly terms: Readonly<Record<string, number>>;
  readonly tallies: Readonly<Record<string, StoredTally>>;
}

/** @param keep how many rows will be counted at most, whose answers are kept, as metrics need that rank them */
export function createCount(
  outputs: readonly OutputSpec[],
  terms: readonly string[] = [],
  keep?: number,
): Count {
  const counted = outputs.map((output): [string, OutputCount] => {
    const measure = measureOf(output);
    const kept = keep !== undefined && measure.rank !== undefined;
    const answers = createAnswers(measure, kept ? keep : 1);
    return [output.name, { measure, tally: createTally(measure), answers, kept }];
  });
  return {
    rows: 0,
    loss: 0,
    terms: new Map(terms.map((term) => [term, 0])),
    outputs: new Map(counted),
  };
}

/** The losses of some rows, in all and by term. */
export interface Losses {
  readonly loss: number;
  readonly terms: ReadonlyMap<string, number>;
}

/** Counts rows that a model answered, with the sums of their losses. */
export function addAnswers(
  count: Count,
  rows: number,
  losses: Losses,
  given: ReadonlyMap<string, Float32Array>,
  targets: ReadonlyMap<string, NumberArray>,
): void {
  count.rows += rows;
  count.loss += losses.loss;
  for (const [term, sum] of count.terms) count.terms.set(term, sum + (losses.terms.get(term) ?? 0));
  for (const [output, { measure, tally, answers, kept }] of count.outputs)
    addRows(measure, tally, given.get(output)!, targets.get(output)!, rows, answers, kept);
}

export function clearCount(count: Count): void {
  count.rows = 0;
  count.loss = 0;
  for (const term of count.terms.keys()) count.terms.set(term, 0);
  for (const { tally } of count.outputs.values()) clearTally(tally);
}

export function storeCount({ rows, loss, terms, outputs }: Count): StoredCount {
  return {
    rows,
    loss,
    terms: Object.fromEntries(terms),
    tallies: Object.fromEntries([...outputs].map(([output, { tally }]) => [output, storeTally(tally)])),
  };
}

export function restoreCount(count: Count, { rows, loss, terms, tallies }: StoredCount): void {
  count.rows = rows;
  count.loss = loss;
  for (const term of count.terms.keys()) count.terms.set(term, terms[term] ?? 0);
  for (const [output, { tally }] of count.outputs) {
    const stored = tallies[output];
    if (stored !== undefined) restoreTally(tally, stored);
  }
}

/**
 * Metrics by name, the loss first, then `loss.<term>` of each of several terms. Where there are several outputs also `<output>.<metric>`; a plain one is then the
 * mean over the outputs that have it. What is not a
 * number is left out, and what ranks rows is there where their answers were kept.
 */
export type CountedMetrics = Readonly<Record<string, number>>;

export function metricsOfCount({ rows, loss, terms, outputs }: Count): CountedMetrics {
  const metrics: Record<string, number> = { loss: loss / rows };
  for (const [term, sum] of terms) metrics[`loss.${term}`] = sum / rows;
  const own = [...outputs].map(([output, { measure, tally, answers, kept }]) => {
    const ranked = kept ? measure.rank?.(answers, tally.rows)() : {};
    return [output, { ...measure.metrics(tally), ...ranked } as CountedMetrics] as const;
  });
  for (const name of Object.keys(METRICS)) {
    const having = own.flatMap(([output, of]) => {
      const value = of[name] ?? Number.NaN;
      return Number.isNaN(value) ? [] : [[output, value] as const];
    });
    if (having.length === 0) continue;
    metrics[name] = having.reduce((sum, [, value]) => sum + value, 0) / having.length;
    if (own.length > 1) for (const [output, value] of having) metrics[`${output}.${name}`] = value;
  }
  return metrics;
}
