import {
  byLabel,
  confusionRows,
  type LabelMetrics,
  labelMetrics,
  likeliest,
  meanOfKnown,
  surprise,
} from "./confusion.ts";
import type { Measure, MetricOf, OutputRuntime } from "./define.ts";
import { labelNumbers } from "./label-cells.ts";

/** One label of a category. `L` are its labels. */
export interface CategoryDecision<L extends string = string> {
  /** The likeliest. */
  readonly label: L;
  /** By label; they sum to 1. */
  readonly probabilities: Readonly<Record<L, number>>;
}

export interface CategoryDetails {
  readonly labels: readonly string[];
  /** In the order of the labels. */
  readonly byLabel: readonly LabelMetrics[];
  /** Rows by true label and, within it, likeliest label. */
  readonly confusion: readonly (readonly number[])[];
}

/** Numbers of labels, and `-ln p` of the true one. */
export type CategoryColumn = "truth" | "predicted" | "log_loss";

export const category: OutputRuntime<"category", CategoryDecision, CategoryColumn, CategoryDetails> = {
  encoder(output) {
    const numberOf = labelNumbers(output.category);
    return (cell, into) => {
      into[0] = numberOf(cell);
    };
  },
  decide({ category: { labels } }, given) {
    return { label: labels[likeliest(given, 0, labels.length)]!, probabilities: byLabel(labels, given) };
  },
  measure: ({ category: { labels } }) => categoryMeasure(labels.length),
  details: ({ category: { labels } }, { sums }) => ({
    labels,
    byLabel: labelMetrics(sums, labels.length),
    confusion: confusionRows(sums, labels.length),
  }),
};

/** Picks a label of row `row` of probabilities `[rows, labels]`. */
type Pick = (probabilities: Float32Array, row: number, labels: number) => number;

/** What every decision about one label is measured by: sums up the confusion and, behind it, the log loss. */
export function confusionMeasure(labels: number, pick: Pick): Omit<Measure<CategoryColumn>, "metrics"> {
  const logLoss = labels * labels;
  return {
    columns: { truth: 1, predicted: 1, log_loss: 1 },
    sums: logLoss + 1,
    answer(probabilities, targets, row, into, place) {
      const truth = targets[row]!;
      into.truth[place] = truth;
      into.predicted[place] = pick(probabilities, row, labels);
      into.log_loss[place] = surprise(probabilities[row * labels + truth]!);
    },
    add({ sums }, { truth, predicted, log_loss }, place) {
      sums[truth[place]! * labels + predicted[place]!]!++;
      sums[logLoss]! += log_loss[place]!;
    },
  };
}

/**
 * Macro F1 is the mean over labels that some row has or was given, balanced accuracy the mean over labels that some
 * row has: a label that never occurs says nothing about the model.
 */
export function categoryMeasure(labels: number): Measure<CategoryColumn, MetricOf<"category">> {
  return {
    ...confusionMeasure(labels, likeliest),
    metrics({ sums, rows }) {
      const all = labelMetrics(sums, labels);
      const correct = all.reduce((sum, label) => sum + label.correct, 0);
      return {
        accuracy: correct / rows,
        macro_f1: meanOfKnown(all.map(({ f1 }) => f1)),
        balanced_accuracy: meanOfKnown(all.map(({ recall }) => recall)),
        log_loss: sums[labels * labels]! / rows,
      };
    },
  };
}
