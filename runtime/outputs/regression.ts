import type { Measure, SummedOf } from "./define.ts";

export type RegressionColumn = "truth" | "predicted";

/** Sums of each channel, behind that of all absolute errors. */
const SQUARES = 0;
const MEAN = 1;
const SPREAD = 2;
const GIVEN_MEAN = 3;
const GIVEN_SPREAD = 4;
/** How targets and what is given move together. */
const SHARED = 5;
const PER_CHANNEL = 6;

/**
 * Errors of `size` numbers a row. Spreads around means are kept up row by row, which does not lose digits where the mean
 * is far from 0.
 *
 * Source: Welford, Technometrics 1962.
 */
export function regressionMeasure(size: number): Measure<RegressionColumn, SummedOf<"number">, never> {
  const channels = Array.from({ length: size }, (_, c) => 1 + c * PER_CHANNEL);
  return {
    columns: { truth: size, predicted: size },
    sums: 1 + PER_CHANNEL * size,
    answer(given, targets, row, into, place) {
      for (let c = 0; c < size; c++) {
        into.truth[place * size + c] = targets[row * size + c]!;
        into.predicted[place * size + c] = given[row * size + c]!;
      }
    },
    add({ sums, rows }, { truth, predicted }, place) {
      for (const [c, at] of channels.entries()) {
        const target = truth[place * size + c]!;
        const given = predicted[place * size + c]!;
        const error = given - target;
        sums[0]! += Math.abs(error);
        sums[at + SQUARES]! += error * error;
        const before = target - sums[at + MEAN]!;
        sums[at + MEAN]! += before / (rows + 1);
        sums[at + SPREAD]! += before * (target - sums[at + MEAN]!);
        const givenBefore = given - sums[at + GIVEN_MEAN]!;
        sums[at + GIVEN_MEAN]! += givenBefore / (rows + 1);
        sums[at + GIVEN_SPREAD]! += givenBefore * (given - sums[at + GIVEN_MEAN]!);
        sums[at + SHARED]! += before * (given - sums[at + GIVEN_MEAN]!);
      }
    },
    metrics({ sums, rows }) {
      const squares = channels.reduce((sum, at) => sum + sums[at + SQUARES]!, 0);
      // Where all targets are equal, nothing can be explained.
      const explained = channels.map((at) =>
        sums[at + SPREAD]! === 0 ? Number.NaN : 1 - sums[at + SQUARES]! / sums[at + SPREAD]!,
      );
      // 0 / 0 where either is always the same.
      const together = channels.map(
        (at) => sums[at + SHARED]! / Math.sqrt(sums[at + SPREAD]! * sums[at + GIVEN_SPREAD]!),
      );
      return {
        mae: sums[0]! / (rows * size),
        rmse: Math.sqrt(squares / (rows * size)),
        r2: explained.reduce((a, b) => a + b, 0) / size,
        correlation: together.reduce((a, b) => a + b, 0) / size,
      };
    },
  };
}
