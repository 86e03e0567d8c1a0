/** What has been counted of one output's answers: all that its metrics need. */
export interface Tally {
  readonly labels: number;
  rows: number;
  /** Rows by true label and, within it, likeliest label: `[true · labels + likeliest]`. */
  readonly confusion: Uint32Array;
  /** Sum of `-ln p` of the true label. */
  logLoss: number;
}

/**
 * The least probability that is believed: float32 cannot tell 1 minus less than this from 1. A smaller one would
 * let a single row decide the log loss. scikit-learn cuts off at the same place.
 */
const LEAST_PROBABILITY = 2 ** -23;

export function createTally(labels: number): Tally {
  return { labels, rows: 0, confusion: new Uint32Array(labels * labels), logLoss: 0 };
}

export function clearTally(tally: Tally): void {
  tally.rows = 0;
  tally.logLoss = 0;
  tally.confusion.fill(0);
}

/** The likeliest label of row `row` of probabilities `[rows, labels]`; the first of equally likely ones. */
export function likeliest(probabilities: Float32Array, row: number, labels: number): number {
  const start = row * labels;
  let best = 0;
  for (let label = 1; label < labels; label++) {
    if (probabilities[start + label]! > probabilities[start + best]!) best = label;
  }
  return best;
}

export function rowLogLoss(probabilities: Float32Array, row: number, labels: number, truth: number): number {
  return -Math.log(Math.max(probabilities[row * labels + truth]!, LEAST_PROBABILITY));
}

/** Counts rows of probabilities `[rows, labels]` whose true labels stand in `truth`. */
export function addRows(tally: Tally, probabilities: Float32Array, truth: Int32Array, rows: number): void {
  const { labels, confusion } = tally;
  for (let row = 0; row < rows; row++) {
    const label = truth[row]!;
    confusion[label * labels + likeliest(probabilities, row, labels)]!++;
    tally.logLoss += rowLogLoss(probabilities, row, labels, label);
  }
  tally.rows += rows;
}

/** A tally as plain JSON: counts that are not zero, by place. */
export interface StoredTally {
  readonly rows: number;
  readonly logLoss: number;
  readonly confusion: readonly (readonly [place: number, count: number])[];
}

export function storeTally({ rows, logLoss, confusion }: Tally): StoredTally {
  const counts: [number, number][] = [];
  confusion.forEach((count, place) => {
    if (count > 0) counts.push([place, count]);
  });
  return { rows, logLoss, confusion: counts };
}

/** Puts a tally back to what was stored. */
export function restoreTally(tally: Tally, { rows, logLoss, confusion }: StoredTally): void {
  clearTally(tally);
  tally.rows = rows;
  tally.logLoss = logLoss;
  for (const [place, count] of confusion) tally.confusion[place] = count;
}
