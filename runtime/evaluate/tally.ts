import type { OutputSpec } from "../../compiler/plan/interface.ts";
import type { NumberArray } from "../files/bytes.ts";
import type { Answers, Measure, Tally } from "../outputs/define.ts";
import { runtimeOf } from "../outputs/index.ts";

/** How an output is measured, whatever its kind. */
export const measureOf = (output: OutputSpec): Measure => runtimeOf(output).measure(output as never);

export const createTally = ({ sums }: Pick<Measure, "sums">): Tally => ({
  rows: 0,
  sums: new Float64Array(sums),
});

export function clearTally(tally: Tally): void {
  tally.rows = 0;
  tally.sums.fill(0);
}

/** Columns for the answers to so many rows. */
export function createAnswers({ columns }: Pick<Measure, "columns">, rows: number): Answers {
  const made = Object.entries(columns).map(
    ([name, width]) => [name, new Float64Array(rows * width)] as const,
  );
  return Object.fromEntries(made);
}

/** Adds one answer to a tally. */
export function addAnswer(measure: Measure, tally: Tally, answers: Answers, place: number): void {
  measure.add(tally, answers, place);
  tally.rows++;
}

/**
 * Adds rows of what a model gave, with their targets, to a tally. `answers` are columns for one row, to be used again, or
 * where they are `kept` for as many as will be counted.
 */
export function addRows(
  measure: Measure,
  tally: Tally,
  given: Float32Array,
  targets: NumberArray,
  rows: number,
  answers: Answers = createAnswers(measure, 1),
  kept = false,
): void {
  for (let row = 0; row < rows; row++) {
    const place = kept ? tally.rows : 0;
    measure.answer(given, targets, row, answers, place);
    addAnswer(measure, tally, answers, place);
  }
}

/** A tally as plain JSON: sums that are not zero, by place. */
export interface StoredTally {
  readonly rows: number;
  readonly sums: readonly (readonly [place: number, sum: number])[];
}

export function storeTally({ rows, sums }: Tally): StoredTally {
  const stored: [number, number][] = [];
  sums.forEach((sum, place) => {
    if (sum !== 0) stored.push([place, sum]);
  });
  return { rows, sums: stored };
}

/** Puts a tally back to what was stored. */
export function restoreTally(tally: Tally, { rows, sums }: StoredTally): void {
  clearTally(tally);
  tally.rows = rows;
  for (const [place, sum] of sums) tally.sums[place] = sum;
}
