import { cellError, quoteCell } from "../data/encoders/define.ts";
import { byLabel, fared, type LabelMetrics, meanOfKnown } from "./confusion.ts";
import type { Measure, MetricOf, OutputRuntime } from "./define.ts";
import { labelNumbers } from "./label-cells.ts";

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
  readonly byLabel: readonly LabelMetrics[];
}

/** For each label 1 where it holds, else 0. */
export type SetColumn = "truth" | "predicted";

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
  details: ({ category: { labels } }, { sums }) => ({ labels, byLabel: faredBySums(sums, labels.length) }),
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

/** Sums of each label, behind that of rows that are right as a whole. */
const ROWS = 0;
const PREDICTED = 1;
const CORRECT = 2;
const PER_LABEL = 3;

/** Labels that never occur and are never given say nothing about the model: macro F1 leaves them out. */
export function setMeasure(labels: number): Measure<SetColumn, MetricOf<"set">> {
  return {
    columns: { truth: labels, predicted: labels },
    sums: 1 + PER_LABEL * labels,
    answer(given, targets, row, into, place) {
      for (let label = 0; label < labels; label++) {
        into.truth[place * labels + label] = targets[row * labels + label]!;
        into.predicted[place * labels + label] = given[row * labels + label]! > 0.5 ? 1 : 0;
      }
    },
    add({ sums }, { truth, predicted }, place) {
      let right = 1;
      for (let label = 0; label < labels; label++) {
        const holds = truth[place * labels + label]!;
        const told = predicted[place * labels + label]!;
        const at = 1 + label * PER_LABEL;
        sums[at + ROWS]! += holds;
        sums[at + PREDICTED]! += told;
        sums[at + CORRECT]! += holds * told;
        if (holds !== told) right = 0;
      }
      sums[0]! += right;
    },
    metrics({ sums, rows }) {
      const all = faredBySums(sums, labels);
      const total = (of: (label: LabelMetrics) => number) => all.reduce((sum, label) => sum + of(label), 0);
      return {
        micro_f1: fared(
          total((l) => l.rows),
          total((l) => l.predicted),
          total((l) => l.correct),
        ).f1,
        macro_f1: meanOfKnown(all.map(({ f1 }) => f1)),
        exact_match: sums[0]! / rows,
      };
    },
  };
}

const faredBySums = (sums: Float64Array, labels: number): LabelMetrics[] =>
  Array.from({ length: labels }, (_, label) => {
    const at = 1 + label * PER_LABEL;
    return fared(sums[at + ROWS]!, sums[at + PREDICTED]!, sums[at + CORRECT]!);
  });
