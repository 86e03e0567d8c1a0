import type { OutputSpec } from "../../compiler/plan/interface.ts";
import { METRICS } from "../../compiler/plan/metrics.ts";
import type { NumberArray } from "../files/bytes.ts";
import type { Measure, Tally } from "../outputs/define.ts";
import {
  addRows,
  clearTally,
  createTally,
  measureOf,
  restoreTally,
  type StoredTally,
  storeTally,
} from "./tally.ts";

/** What is counted of a pass over rows: the loss, and each output's answers. */
export interface Count {
  rows: number;
  loss: number;
  readonly outputs: ReadonlyMap<string, { readonly measure: Measure; readonly tally: Tally }>;
}

/** A count as plain JSON. */
export interface StoredCount {
  readonly rows: number;
  readonly loss: number;
  readonly tallies: Readonly<Record<string, StoredTally>>;
}

export function createCount(outputs: readonly OutputSpec[]): Count {
  const counted = outputs.map((output) => {
    const measure = measureOf(output);
    return [output.name, { measure, tally: createTally(measure) }] as const;
  });
  return { rows: 0, loss: 0, outputs: new Map(counted) };
}

/** Counts rows that a model answered; `loss` is the sum of their losses. */
export function addAnswers(
  count: Count,
  rows: number,
  loss: number,
  given: ReadonlyMap<string, Float32Array>,
  targets: ReadonlyMap<string, NumberArray>,
): void {
  count.rows += rows;
  count.loss += loss;
  for (const [output, { measure, tally }] of count.outputs)
    addRows(measure, tally, given.get(output)!, targets.get(output)!, rows);
}

export function clearCount(count: Count): void {
  count.rows = 0;
  count.loss = 0;
  for (const { tally } of count.outputs.values()) clearTally(tally);
}

export function storeCount({ rows, loss, outputs }: Count): StoredCount {
  return {
    rows,
    loss,
    tallies: Object.fromEntries([...outputs].map(([output, { tally }]) => [output, storeTally(tally)])),
  };
}

export function restoreCount(count: Count, { rows, loss, tallies }: StoredCount): void {
  count.rows = rows;
  count.loss = loss;
  for (const [output, { tally }] of count.outputs) {
    const stored = tallies[output];
    if (stored !== undefined) restoreTally(tally, stored);
  }
}

/**
 * Metrics by name, the loss first. Where there are several outputs also `<output>.<metric>`; a plain one is then the
 * mean over the outputs that have it.
 */
export type CountedMetrics = Readonly<Record<string, number>>;

export function metricsOfCount({ rows, loss, outputs }: Count): CountedMetrics {
  const metrics: Record<string, number> = { loss: loss / rows };
  const own = [...outputs].map(([output, { measure, tally }]) => [output, measure.metrics(tally)] as const);
  for (const name of Object.keys(METRICS)) {
    const having = own.flatMap(([output, of]) =>
      of[name] === undefined ? [] : [[output, of[name]] as const],
    );
    if (having.length === 0) continue;
    metrics[name] = having.reduce((sum, [, value]) => sum + value, 0) / having.length;
    if (own.length > 1) for (const [output, value] of having) metrics[`${output}.${name}`] = value;
  }
  return metrics;
}
