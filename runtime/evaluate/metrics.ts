import type { MetricName } from "../../compiler/plan/train-plan.ts";
import type { Tally } from "./tally.ts";

/** The metrics of one output; the loss belongs to the whole model. */
export type OutputMetrics = Readonly<Record<Exclude<MetricName, "loss">, number>>;

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
 * Precision, recall and F1 of every label.
 *
 * Source: van Rijsbergen, Information Retrieval, 2nd edition, 1979, chapter 7.
 */
export function labelMetrics({ labels, confusion }: Pick<Tally, "labels" | "confusion">): LabelMetrics[] {
  return Array.from({ length: labels }, (_, label) => {
    let rows = 0;
    let predicted = 0;
    for (let other = 0; other < labels; other++) {
      rows += confusion[label * labels + other]!;
      predicted += confusion[other * labels + label]!;
    }
    const correct = confusion[label * labels + label]!;
    return {
      rows,
      predicted,
      correct,
      precision: correct / predicted,
      recall: correct / rows,
      f1: (2 * correct) / (rows + predicted),
    };
  });
}

/**
 * The metrics of what was counted; NaN where nothing was.
 *
 * Macro F1 is the mean over labels that some row has or was given, balanced accuracy the mean over labels that some
 * row has: a label that never occurs says nothing about the model.
 */
export function metricsOf(tally: Tally): OutputMetrics {
  const byLabel = labelMetrics(tally);
  const correct = byLabel.reduce((sum, label) => sum + label.correct, 0);
  return {
    accuracy: correct / tally.rows,
    macro_f1: meanOfKnown(byLabel.map(({ f1 }) => f1)),
    balanced_accuracy: meanOfKnown(byLabel.map(({ recall }) => recall)),
    log_loss: tally.logLoss / tally.rows,
  };
}

function meanOfKnown(values: readonly number[]): number {
  const known = values.filter((value) => !Number.isNaN(value));
  return known.reduce((a, b) => a + b, 0) / known.length;
}
