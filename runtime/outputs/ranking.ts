/** Metrics of how scores rank rows, of which some are to stand before the others. */
import type { Answers, RankedMetric } from "./define.ts";

/** How often each row counts, as where rows are drawn anew. */
export type Times = ArrayLike<number>;

/** Rows by falling score, and which of them are positive. */
export interface Ranking {
  readonly order: Uint32Array;
  /** By place: 1 where the row is positive. */
  readonly positive: Uint8Array;
  /** By place: 1 where the next row has the same score. */
  readonly tied: Uint8Array;
}

/** Ranks rows by their scores, which are sorted once, however often they are measured. */
export function rank(
  rows: number,
  score: (row: number) => number,
  positive: (row: number) => boolean,
): Ranking {
  const scores = Float64Array.from({ length: rows }, (_, row) => score(row));
  const order = Uint32Array.from({ length: rows }, (_, row) => row).sort((a, b) => scores[b]! - scores[a]!);
  return {
    order,
    positive: Uint8Array.from(order, (row) => Number(positive(row))),
    tied: Uint8Array.from(order, (row, place) =>
      Number(place + 1 < rows && scores[row] === scores[order[place + 1]!]),
    ),
  };
}

/**
 * The area below the ROC curve, in which rows of the same score stand on one straight line, and the average precision:
 * `Σ (R_n - R_(n-1)) P_n` over the thresholds, one for each score that occurs. NaN where no row is positive, the area
 * also where none is negative. Both cost one pass over the rows, whatever they count.
 *
 * Sources: Hanley and McNeil, Radiology 1982, for the area as the probability that a positive row stands before a
 * negative one; Buckley and Voorhees, SIGIR 2000, for the average precision, as scikit-learn computes it.
 */
export function rankedMetrics(
  { order, positive, tied }: Ranking,
  times?: Times,
): Record<RankedMetric, number> {
  let [above, below] = [0, 0];
  let [positives, negatives] = [0, 0];
  let [area, precision] = [0, 0];
  for (let place = 0; place < order.length; place++) {
    const count = times === undefined ? 1 : times[order[place]!]!;
    if (positive[place] === 1) positives += count;
    else negatives += count;
    if (tied[place] === 1 || positives + negatives === 0) continue;
    area += negatives * (above + positives / 2);
    above += positives;
    below += negatives;
    precision += positives * (above / (above + below));
    positives = 0;
    negatives = 0;
  }
  return { auroc: area / (above * below), average_precision: precision / above };
}

/** How every label ranks rows, by columns of `labels` scores a row; `has` tells whether a row has a label. */
export function rankLabels(
  { scores }: Answers<"scores">,
  rows: number,
  labels: number,
  has: (row: number, label: number) => boolean,
): Ranking[] {
  return Array.from({ length: labels }, (_, label) =>
    rank(
      rows,
      (row) => scores[row * labels + label]!,
      (row) => has(row, label),
    ),
  );
}
