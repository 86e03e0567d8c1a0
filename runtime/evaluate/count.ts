import type { OutputSpec } from "../../compiler/plan/interface.ts";
import { METRICS, type MetricName } from "../../compiler/plan/train-plan.ts";
import { metricsOf } from "./metrics.ts";
import {
  addRows,
  clearTally,
  createTally,
  restoreTally,
  type StoredTally,
  storeTally,
  type Tally,
} from "./tally.ts";

/** What is counted of a pass over rows: the loss, and each output's answers. */
export interface Count {
  rows: number;
  loss: number;
  readonly tallies: ReadonlyMap<string, Tally>;
}

/** A count as plain JSON. */
export interface StoredCount {
  readonly rows: number;
  readonly loss: number;
  readonly tallies: Readonly<Record<string, StoredTally>>;
}

export function createCount(outputs: readonly OutputSpec[]): Count {
  const tallies = outputs.map(({ name, category }) => [name, createTally(category.labels.length)] as const);
  return { rows: 0, loss: 0, tallies: new Map(tallies) };
}

/** Counts rows that a model answered; `loss` is the sum of their losses. */
export function addAnswers(
  count: Count,
  rows: number,
  loss: number,
  probabilities: ReadonlyMap<string, Float32Array>,
  truth: (output: string) => Int32Array,
): void {
  count.rows += rows;
  count.loss += loss;
  for (const [output, tally] of count.tallies)
    addRows(tally, probabilities.get(output)!, truth(output), rows);
}

export function clearCount(count: Count): void {
  count.rows = 0;
  count.loss = 0;
  for (const tally of count.tallies.values()) clearTally(tally);
}

export function storeCount({ rows, loss, tallies }: Count): StoredCount {
  return {
    rows,
    loss,
    tallies: Object.fromEntries([...tallies].map(([output, tally]) => [output, storeTally(tally)])),
  };
}

export function restoreCount(count: Count, { rows, loss, tallies }: StoredCount): void {
  count.rows = rows;
  count.loss = loss;
  for (const [output, tally] of count.tallies) {
    const stored = tallies[output];
    if (stored !== undefined) restoreTally(tally, stored);
  }
}

/** Metrics by name; where there are several outputs also `<output>.<metric>`, of which the plain ones are the mean. */
export type CountedMetrics = Readonly<Record<MetricName, number>> & Readonly<Record<string, number>>;

export function metricsOfCount({ rows, loss, tallies }: Count): CountedMetrics {
  const metrics: Record<string, number> = { loss: loss / rows };
  const own = [...tallies].map(([output, tally]) => [output, metricsOf(tally)] as const);
  for (const name of Object.keys(METRICS) as MetricName[]) {
    if (name === "loss") continue;
    metrics[name] = own.reduce((sum, [, of]) => sum + of[name], 0) / own.length;
    if (own.length > 1) for (const [output, of] of own) metrics[`${output}.${name}`] = of[name];
  }
  return metrics as CountedMetrics;
}
