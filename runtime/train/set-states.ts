import { answerSplit, floats } from "../evaluate/answer-split.ts";
import type { StoredTensor } from "../files/safetensors.ts";
import type { Session } from "./session.ts";

/**
 * Sets a model's states to what the rows of the validation split say, now that an epoch is through: each place to the
 * mean over the rows that count there. Where none does, and without validation rows, it stays as it is.
 */
export async function setStates({ run, dataset, model }: Session): Promise<void> {
  const { states } = run.training;
  const { validation } = dataset.splits;
  if (states.length === 0 || validation.rows === 0) return;

  const before = await model.read();
  const sums = states.map((state) => {
    const { shape, data } = before.get(state.variable)!;
    return {
      state,
      shape,
      before: data,
      values: new Float64Array(data.length),
      counts: new Float64Array(data.length),
    };
  });
  await answerSplit(model, validation, run.manifest.batch, ({ results }) => {
    for (const { state, values, counts } of sums) {
      addRows(values, floats(results[state.values]));
      addRows(counts, floats(results[state.counts]));
    }
  });
  const after = sums.map(({ state, shape, before, values, counts }): [string, StoredTensor] => [
    state.variable,
    { shape, data: Float32Array.from(before, (old, i) => (counts[i]! > 0 ? values[i]! / counts[i]! : old)) },
  ]);
  model.assignStates(new Map(after));
}

/** Adds numbers of rows to their sums, place by place. */
function addRows(sums: Float64Array, rows: Float32Array): void {
  rows.forEach((value, i) => {
    sums[i % sums.length]! += value;
  });
}
