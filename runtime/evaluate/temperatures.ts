import type { Split } from "../data/dataset.ts";
import type { OpenModel } from "../model/backend.ts";
import { addToBins, BIN_SUMS, calibrationError } from "../outputs/calibration.ts";
import { answerSplit, floats } from "./answer-split.ts";

/** A decision whose temperature was found on the validation split, and what that did to how sure it is. */
export interface Tempered {
  /** The path of the operator in the model. */
  readonly path: string;
  readonly temperature: number;
  /** Rows that have the decision. */
  readonly rows: number;
  /** Expected calibration error at the temperature 1, and at the one that was found. */
  readonly before: number;
  readonly after: number;
}

/** How well every fitted temperature of a model does on rows of a split. */
export async function measureTemperatures(
  model: OpenModel,
  split: Split,
  batch: number,
): Promise<Tempered[]> {
  const states = model.compiled.training?.states.filter(({ rule }) => rule === "temperature") ?? [];
  if (states.length === 0) return [];
  const values = await model.read();
  const fitted = states.map((state) => {
    const variable = model.compiled.variables.find(({ name }) => name === state.variable)!;
    const temperature = values.get(state.variable)!.data[0]!;
    return { state, path: variable.origin.path, temperature, bins: createBins(temperature) };
  });
  await answerSplit(model, split, batch, ({ results }) => {
    for (const { state, bins } of fitted)
      bins.add(floats(results[state.values]), floats(results[state.counts]));
  });
  return fitted.map(({ path, temperature, bins }) => ({ path, temperature, ...bins.errors() }));
}

/** Bins of confidence at the temperature 1 and at another. */
export function createBins(temperature: number) {
  const sums = { before: new Float64Array(BIN_SUMS), after: new Float64Array(BIN_SUMS) };
  let rows = 0;
  return {
    /** Counts rows by how much further up than the true label's each logit is, `[rows, labels]`, where `counts` is not 0. */
    add(margins: Float32Array, counts: Float32Array): void {
      const labels = margins.length / counts.length;
      counts.forEach((count, row) => {
        if (count === 0) return;
        const own = margins.subarray(row * labels, (row + 1) * labels);
        rows++;
        addRow(sums.before, own, 1);
        addRow(sums.after, own, temperature);
      });
    },
    errors: () => ({
      rows,
      before: calibrationError(sums.before, 0),
      after: calibrationError(sums.after, 0),
    }),
  };
}

/** The true label has the margin 0, so that a decision is right where none is above it. */
function addRow(sums: Float64Array, margins: Float32Array, temperature: number): void {
  const most = margins.reduce((a, b) => Math.max(a, b));
  const total = margins.reduce((sum, margin) => sum + Math.exp((margin - most) / temperature), 0);
  addToBins(sums, 0, 1 / total, Number(most <= 0));
}
