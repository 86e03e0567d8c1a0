/** How labels fared: rows by true label and, within it, the one given, `[true · labels + given]`. */

/** How one label fared. */
export interface LabelMetrics {
  /** Rows that have it, and rows it was given to. */
  readonly rows: number;
  readonly predicted: number;
  readonly correct: number;
  /** NaN where it was given to no row. */
  readonly precision: number;
  /** NaN where no row has it. */
  readonly recall: number;
  /** NaN where neither. */
  readonly f1: number;
}

/**
 * Precision, recall and F1 of a label.
 *
 * Source: van Rijsbergen, Information Retrieval, 2nd edition, 1979, chapter 7.
 */
export const fared = (rows: number, predicted: number, correct: number): LabelMetrics => ({
  rows,
  predicted,
  correct,
  precision: correct / predicted,
  recall: correct / rows,
  f1: (2 * correct) / (rows + predicted),
});

/** How every label fared; what stands behind the confusion is not looked at. */
export function labelMetrics(confusion: Float64Array, labels: number): LabelMetrics[] {
  return Array.from({ length: labels }, (_, label) => {
    let rows = 0;
    let predicted = 0;
    for (let other = 0; other < labels; other++) {
      rows += confusion[label * labels + other]!;
      predicted += confusion[other * labels + label]!;
    }
    return fared(rows, predicted, confusion[label * labels + label]!);
  });
}

/** The rows of a confusion. */
export const confusionRows = (confusion: Float64Array, labels: number): number[][] =>
  Array.from({ length: labels }, (_, label) =>
    Array.from(confusion.subarray(label * labels, (label + 1) * labels)),
  );

/** The mean of what is a number. */
export function meanOfKnown(values: readonly number[]): number {
  const known = values.filter((value) => !Number.isNaN(value));
  return known.reduce((a, b) => a + b, 0) / known.length;
}

/**
 * The least probability that is believed: float32 cannot tell 1 minus less than this from 1. A smaller one would
 * let a single row decide the log loss. scikit-learn cuts off at the same place.
 */
const LEAST_PROBABILITY = 2 ** -23;

/** `-ln p` of a probability. */
export const surprise = (probability: number): number => -Math.log(Math.max(probability, LEAST_PROBABILITY));

/** The likeliest label of row `row` of probabilities `[rows, labels]`; the first of equally likely ones. */
export function likeliest(probabilities: Float32Array, row: number, labels: number): number {
  const start = row * labels;
  let best = 0;
  for (let label = 1; label < labels; label++) {
    if (probabilities[start + label]! > probabilities[start + best]!) best = label;
  }
  return best;
}

/** Probabilities by label. A label may be called as what every object has: entries make it a field like any other. */
export const byLabel = (
  labels: readonly string[],
  probabilities: Float32Array,
): Readonly<Record<string, number>> =>
  Object.fromEntries(labels.map((label, i) => [label, probabilities[i]!]));
