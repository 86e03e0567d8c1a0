/** Whether confidence means what it says, by bins of equal width. */

/**
 * Bins from 0 to 1.
 *
 * Source of the number and of the error: Guo, Pleiss, Sun and Weinberger, On Calibration of Modern Neural Networks, ICML 2017.
 */
const BINS = 15;

/** Sums of each bin: rows, their confidences, and those that are right. */
const PER_BIN = 3;

/** How many sums the bins need. */
export const BIN_SUMS = BINS * PER_BIN;

/** Rows of like confidence. */
export interface Bin {
  readonly rows: number;
  /** Means over the rows; NaN without any. */
  readonly confidence: number;
  readonly right: number;
}

/** Counts a row, in the sums that begin at `at`: how sure it was, and 1 where it was right. */
export function addToBins(sums: Float64Array, at: number, confidence: number, right: number): void {
  // A bin has its upper bound, not its lower.
  const bin = Math.min(Math.max(Math.ceil(confidence * BINS) - 1, 0), BINS - 1);
  const place = at + bin * PER_BIN;
  sums[place]! += 1;
  sums[place + 1]! += confidence;
  sums[place + 2]! += right;
}

/** The bins from the least confident to the surest. */
export const binsOf = (sums: Float64Array, at: number): Bin[] =>
  Array.from({ length: BINS }, (_, bin) => {
    const [rows, confidence, right] = sums.subarray(at + bin * PER_BIN, at + (bin + 1) * PER_BIN);
    return { rows: rows!, confidence: confidence! / rows!, right: right! / rows! };
  });

/** How far confidence and being right lie apart, on average over rows. NaN of none. */
export function calibrationError(sums: Float64Array, at: number): number {
  let rows = 0;
  let apart = 0;
  for (let place = at; place < at + BIN_SUMS; place += PER_BIN) {
    rows += sums[place]!;
    apart += Math.abs(sums[place + 1]! - sums[place + 2]!);
  }
  return apart / rows;
}
