import { cellError, quoteCell } from "../data/encoders/define.ts";
import { addToBins, BIN_SUMS, type Bin, binsOf, calibrationError } from "./calibration.ts";
import { byLabel, fared, type LabelMetrics, meanOfKnown, surprise } from "./confusion.ts";
import type { Answers, Measure, OutputRuntime, RankedMetric, SummedOf } from "./define.ts";
import { labelNumbers } from "./label-cells.ts";
import { rankedMetrics, rankLabels } from "./ranking.ts";

/** Any number of a category's labels. `L` are its labels. */
export interface SetDecision<L extends string = string> {
  /** Those that are likelier to hold than not, in the order of the category. */
  readonly labels: readonly L[];
  /** By label, each by itself. */
  readonly probabilities: Readonly<Record<L, number>>;
}

export interface SetDetails {
  readonly labels: readonly string[];
  /** In the order of the labels. */
  readonly byLabel: readonly (SetLabelMetrics &
    Readonly<Record<RankedMetric, number>> & {
      /** From the least likely to the likeliest: how often the label is there. */
      readonly reliability: readonly Bin[];
    })[];
}

/** For each label 1 where it holds, else 0; and the probability that it is given. */
export type SetColumn = "truth" | "scores";

export const set: OutputRuntime<"set", SetDecision, SetColumn, SetDetails> = {
  encoder({ category }) {
    const numberOf = labelNumbers(category);
    return (cell, into) => {
      into.fill(0);
      for (const label of labelsIn(cell)) into[numberOf(label)] = 1;
    };
  },
  decide: ({ category: { labels } }, given) => ({
    labels: labels.filter((_, i) => given[i]! > 0.5),
    probabilities: byLabel(labels, given),
  }),
  measure: ({ category: { labels } }) => setMeasure(labels.length),
  details({ category: { labels } }, { sums, rows }, answers) {
    const rankings = rankEach(answers, rows, labels.length);
    const all = faredBySums(sums, rows, labels.length).map((label, i) => ({
      ...label,
      ...rankedMetrics(rankings[i]!),
      reliability: binsOf(sums, 1 + i * PER_LABEL + BINS),
    }));
    return { labels, byLabel: all };
  },
};

/** The labels that a cell lists. */
function labelsIn(cell: string | undefined): readonly string[] {
  if (cell === undefined || cell.trim() === "") return [];
  if (!cell.trimStart().startsWith("[")) return cell.split(";").map((label) => label.trim());
  const help = 'Write a JSON list of labels, such as ["red", "old"], or separate them by semicolons.';
  let list: unknown;
  try {
    list = JSON.parse(cell);
  } catch {
    throw cellError(`${quoteCell(cell)} is no JSON list`, help);
  }
  if (!Array.isArray(list) || list.some((label) => typeof label !== "string"))
    throw cellError(`${quoteCell(cell)} holds something else than labels`, help);
  return list as string[];
}

/** Sums of each label, behind that of rows that are right as a whole; behind them its bins of confidence. */
const ROWS = 0;
const PREDICTED = 1;
const CORRECT = 2;
const LOG_LOSS = 3;
const BRIER = 4;
const BINS = 5;
const PER_LABEL = BINS + BIN_SUMS;

/**
 * Labels that never occur and are never given say nothing about the model: macro F1 leaves them out. What else is averaged
 * over labels leaves out those of which it is not known, as where every row has one.
 */
export function setMeasure(labels: number): Measure<SetColumn, SummedOf<"set">, RankedMetric> {
  return {
    columns: { truth: labels, scores: labels },
    sums: 1 + PER_LABEL * labels,
    answer(given, targets, row, into, place) {
      for (let label = 0; label < labels; label++) {
        into.truth[place * labels + label] = targets[row * labels + label]!;
        into.scores[place * labels + label] = given[row * labels + label]!;
      }
    },
    add({ sums }, { truth, scores }, place) {
      let right = 1;
      for (let label = 0; label < labels; label++) {
        const holds = truth[place * labels + label]!;
        const p = scores[place * labels + label]!;
        const told = p > 0.5 ? 1 : 0;
        const at = 1 + label * PER_LABEL;
        sums[at + ROWS]! += holds;
        sums[at + PREDICTED]! += told;
        sums[at + CORRECT]! += holds * told;
        sums[at + LOG_LOSS]! += surprise(holds === 1 ? p : 1 - p);
        sums[at + BRIER]! += (holds - p) ** 2;
        addToBins(sums, at + BINS, p, holds);
        if (holds !== told) right = 0;
      }
      sums[0]! += right;
    },
    metrics({ sums, rows }) {
      const all = faredBySums(sums, rows, labels);
      const total = (of: (label: LabelMetrics) => number) => all.reduce((sum, label) => sum + of(label), 0);
      const [there, told, correct] = [
        total((l) => l.rows),
        total((l) => l.predicted),
        total((l) => l.correct),
      ];
      const mean = (of: (label: (typeof all)[number]) => number) => meanOfKnown(all.map(of));
      return {
        micro_f1: fared(there, told, correct).f1,
        macro_f1: mean(({ f1 }) => f1),
        exact_match: sums[0]! / rows,
        hamming_loss: (there + told - 2 * correct) / (rows * labels),
        balanced_accuracy: mean((label) => label.balanced_accuracy),
        log_loss: mean((label) => label.log_loss),
        brier: mean(({ brier }) => brier),
        calibration_error: mean((label) => label.calibration_error),
      };
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
  };
}

const rankEach = (answers: Answers<SetColumn>, rows: number, labels: number) =>
  rankLabels(answers, rows, labels, (row, label) => answers.truth[row * labels + label] === 1);

/** How one label fared, held against its absence. */
export interface SetLabelMetrics extends LabelMetrics {
  readonly accuracy: number;
  /** NaN where all rows have it, or none. */
  readonly balanced_accuracy: number;
  readonly log_loss: number;
  readonly brier: number;
  readonly calibration_error: number;
}

const faredBySums = (sums: Float64Array, rows: number, labels: number): SetLabelMetrics[] =>
  Array.from({ length: labels }, (_, label) => {
    const at = 1 + label * PER_LABEL;
    const [there, told, correct] = [sums[at + ROWS]!, sums[at + PREDICTED]!, sums[at + CORRECT]!];
    const without = rows - there;
    const rightWithout = without - (told - correct);
    return {
      ...fared(there, told, correct),
      accuracy: (correct + rightWithout) / rows,
      balanced_accuracy: (correct / there + rightWithout / without) / 2,
      log_loss: sums[at + LOG_LOSS]! / rows,
      brier: sums[at + BRIER]! / rows,
      calibration_error: calibrationError(sums, at + BINS),
    };
  });
