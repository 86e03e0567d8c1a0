import { type CellError, cellError, quoteCell } from "../data/encoders/define.ts";
import type { NumberArray } from "../files/bytes.ts";
import type { Measure, OutputRuntime, SummedOf } from "./define.ts";
import { labelNumbers } from "./label-cells.ts";

/** Labels one after another. `L` are those of the category. */
export interface SequenceDecision<L extends string = string> {
  readonly sequence: readonly L[];
}

/** Of each row: labels to change, labels that there are, and 1 where nothing is to be changed. */
export type SequenceColumn = "edits" | "length" | "exact";

/** Stands behind the end of a target. */
const ENDED = -1;

export const sequence: OutputRuntime<"sequence", SequenceDecision, SequenceColumn> = {
  encoder({ category, length }) {
    const numberOf = labelNumbers(category);
    const areCharacters = category.labels.every((label) => [...label].length === 1);
    return (cell, into) => {
      const labels = labelsIn(cell, areCharacters);
      if (labels.length > length) throw tooLong(labels.length, length);
      into.fill(ENDED);
      labels.forEach((label, i) => {
        into[i] = numberOf(label);
      });
    };
  },
  decide: ({ category: { labels } }, given) => ({
    sequence: readRow(given, 0, given.length / (labels.length + 1), labels.length).map(
      (label) => labels[label]!,
    ),
  }),
  measure: ({ category, steps, length }) => sequenceMeasure(category.labels.length, steps, length),
  details: () => ({}),
};

function labelsIn(cell: string | undefined, areCharacters: boolean): readonly string[] {
  if (cell === undefined) return [];
  if (cell.trimStart().startsWith("[")) {
    const help = 'Write a JSON list of labels, such as ["a", "b"], or the labels one behind another.';
    let list: unknown;
    try {
      list = JSON.parse(cell);
    } catch {
      throw cellError(`${quoteCell(cell)} is no JSON list`, help);
    }
    if (Array.isArray(list) && list.every((label) => typeof label === "string")) return list;
    throw cellError(`${quoteCell(cell)} holds something else than labels`, help);
  }
  return areCharacters ? [...cell] : cell.split(" ").filter((label) => label !== "");
}

const tooLong = (found: number, most: number): CellError =>
  cellError(
    `it has ${found} labels, and there are ${most} at most`,
    "Declare a longer sequence, give the model more steps, or leave the record out of the table.",
  );

/** The labels of row `row` of `[rows, steps, labels + 1]`: the likeliest of each step, merged, and blanks left out. */
function readRow(given: Float32Array, row: number, steps: number, blank: number): number[] {
  const labels: number[] = [];
  let before = blank;
  for (let step = 0; step < steps; step++) {
    const at = (row * steps + step) * (blank + 1);
    let best = 0;
    for (let label = 1; label <= blank; label++) if (given[at + label]! > given[at + best]!) best = label;
    if (best !== blank && best !== before) labels.push(best);
    before = best;
  }
  return labels;
}

function targetRow(targets: NumberArray, row: number, length: number): number[] {
  const labels = [...targets.subarray(row * length, (row + 1) * length)];
  const end = labels.indexOf(ENDED);
  return end < 0 ? labels : labels.slice(0, end);
}

/** How many labels must be inserted, removed or replaced (Levenshtein, 1966). */
export function editDistance(from: readonly number[], to: readonly number[]): number {
  let above = Array.from({ length: to.length + 1 }, (_, j) => j);
  for (const [i, label] of from.entries()) {
    const row = [i + 1];
    for (const [j, other] of to.entries()) {
      row.push(Math.min(above[j + 1]! + 1, row[j]! + 1, above[j]! + (label === other ? 0 : 1)));
    }
    above = row;
  }
  return above[to.length]!;
}

export function sequenceMeasure(
  labels: number,
  steps: number,
  length: number,
): Measure<SequenceColumn, SummedOf<"sequence">, never> {
  return {
    columns: { edits: 1, length: 1, exact: 1 },
    sums: 3,
    answer(given, targets, row, into, place) {
      const truth = targetRow(targets, row, length);
      const edits = editDistance(readRow(given, row, steps, labels), truth);
      into.edits[place] = edits;
      into.length[place] = truth.length;
      into.exact[place] = edits === 0 ? 1 : 0;
    },
    add({ sums }, { edits, length: counted, exact }, place) {
      sums[0]! += edits[place]!;
      sums[1]! += counted[place]!;
      sums[2]! += exact[place]!;
    },
    metrics: ({ sums, rows }) => ({
      label_error_rate: sums[0]! / sums[1]!,
      exact_match: sums[2]! / rows,
    }),
  };
}
