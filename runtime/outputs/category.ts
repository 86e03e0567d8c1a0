import { addToBins, BIN_SUMS, type Bin, binsOf, calibrationError } from "./calibration.ts";
import {
  byLabel,
  confusionRows,
  type LabelMetrics,
  labelMetrics,
  likeliest,
  meanOfKnown,
  surprise,
} from "./confusion.ts";
import type { Answers, Measure, OutputRuntime, RankedMetric, SummedOf, Tally } from "./define.ts";
import { labelNumbers } from "./label-cells.ts";
import { rankedMetrics, rankLabels } from "./ranking.ts";

/** One label of a category. `L` are its labels. */
export interface CategoryDecision<L extends string = string> {
  /** The likeliest. */
  readonly label: L;
  /** By label; they sum to 1. */
  readonly probabilities: Readonly<Record<L, number>>;
}

export interface CategoryDetails {
  readonly labels: readonly string[];
  /** In the order of the labels, each held against all others. */
  readonly byLabel: readonly (LabelMetrics & Readonly<Record<RankedMetric, number>>)[];
  /** Rows by true label and, within it, the label told. */
  readonly confusion: readonly (readonly number[])[];
  /** From the least confident to the surest. */
  readonly reliability: readonly Bin[];
}

/**
 * Numbers of labels; `-ln p` of the true one; half the squared distance of the probabilities from the truth; the
 * probability of the label told; how many labels are likelier than the true one; and the probability of each.
 */
export type CategoryColumn = "truth" | "predicted" | "log_loss" | "brier" | "confidence" | "rank" | "scores";

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
  details: ({ category: { labels } }, tally, answers) => labelDetails(labels, tally, answers),
};

/** What an evaluation tells of decisions about one label. */
export function labelDetails(
  labels: readonly string[],
  { sums, rows }: Readonly<Tally>,
  answers: Answers<CategoryColumn>,
): CategoryDetails {
  const all = labelMetrics(sums, labels.length);
  const rankings = rankEach(answers, rows, labels.length);
  return {
    labels,
    byLabel: all.map((label, i) => ({ ...label, ...rankedMetrics(rankings[i]!) })),
    confusion: confusionRows(sums, labels.length),
    reliability: binsOf(sums, placesOf(labels.length).bins),
  };
}

const rankEach = (answers: Answers<"truth" | "scores">, rows: number, labels: number) =>
  rankLabels(answers, rows, labels, (row, label) => answers.truth[row] === label);

/** Picks a label of row `row` of probabilities `[rows, labels]`. */
type Pick = (probabilities: Float32Array, row: number, labels: number) => number;

/** Where sums stand: first the confusion, then these. */
function placesOf(labels: number) {
  const first = labels * labels;
  return { logLoss: first, brier: first + 1, top3: first + 2, top5: first + 3, bins: first + 4 } as const;
}

interface Base extends Omit<Measure<CategoryColumn, string, RankedMetric>, "metrics"> {
  /** What follows from sums, whatever is picked. */
  common(tally: Readonly<Tally>): Readonly<Record<Exclude<SummedOf<"category">, "top_3" | "top_5">, number>>;
}

/** What every decision about one label is measured by: sums up the confusion and, behind it, what probabilities say. */
export function confusionMeasure(labels: number, pick: Pick): Base {
  const at = placesOf(labels);
  return {
    columns: { truth: 1, predicted: 1, log_loss: 1, brier: 1, confidence: 1, rank: 1, scores: labels },
    sums: at.bins + BIN_SUMS,
    answer(probabilities, targets, row, into, place) {
      const truth = targets[row]!;
      const picked = pick(probabilities, row, labels);
      const start = row * labels;
      const right = probabilities[start + truth]!;
      let squares = 0;
      let likelier = 0;
      for (let label = 0; label < labels; label++) {
        const p = probabilities[start + label]!;
        into.scores[place * labels + label] = p;
        squares += label === truth ? (1 - p) ** 2 : p * p;
        if (p > right || (p === right && label < truth)) likelier++;
      }
      into.truth[place] = truth;
      into.predicted[place] = picked;
      into.log_loss[place] = surprise(right);
      into.brier[place] = squares / 2;
      into.confidence[place] = probabilities[start + picked]!;
      into.rank[place] = likelier;
    },
    add({ sums }, { truth, predicted, log_loss, brier, confidence, rank }, place) {
      const isRight = truth[place] === predicted[place];
      sums[truth[place]! * labels + predicted[place]!]!++;
      sums[at.logLoss]! += log_loss[place]!;
      sums[at.brier]! += brier[place]!;
      if (rank[place]! < 3) sums[at.top3]!++;
      if (rank[place]! < 5) sums[at.top5]!++;
      addToBins(sums, at.bins, confidence[place]!, Number(isRight));
    },
    rank(answers, rows) {
      const rankings = rankEach(answers, rows, labels);
      return (times) => {
        const all = rankings.map((ranking) => rankedMetrics(ranking, times));
        return {
          auroc: meanOfKnown(all.map(({ auroc }) => auroc)),
          average_precision: meanOfKnown(all.map(({ average_precision }) => average_precision)),
        };
      };
    },
    common({ sums, rows }) {
      const all = labelMetrics(sums, labels);
      return {
        accuracy: all.reduce((sum, label) => sum + label.correct, 0) / rows,
        macro_f1: meanOfKnown(all.map(({ f1 }) => f1)),
        balanced_accuracy: meanOfKnown(all.map(({ recall }) => recall)),
        log_loss: sums[at.logLoss]! / rows,
        brier: sums[at.brier]! / rows,
        calibration_error: calibrationError(sums, at.bins),
      };
    },
  };
}

/**
 * Macro F1 is the mean over labels that some row has or was given, balanced accuracy the mean over labels that some
 * row has: a label that never occurs says nothing about the model. Ranked metrics are means over the labels that some
 * rows have and others lack. Of no more labels than k, `top_k` says nothing.
 */
export function categoryMeasure(labels: number): Measure<CategoryColumn, SummedOf<"category">, RankedMetric> {
  const { common, ...base } = confusionMeasure(labels, likeliest);
  const at = placesOf(labels);
  return {
    ...base,
    metrics(tally) {
      const { sums, rows } = tally;
      return {
        ...common(tally),
        top_3: labels > 3 ? sums[at.top3]! / rows : Number.NaN,
        top_5: labels > 5 ? sums[at.top5]! / rows : Number.NaN,
      };
    },
  };
}
