import type { Column } from "./columns.ts";
import type { State } from "./model.ts";
import type { Rows } from "./rows.ts";
import { type Training, variableOf } from "./step.ts";
import * as tf from "./tf.ts";

type Numbers = Column["data"];

/** Rules by which variables start from the targets of the rows. */
export type FitRule = "class_weights" | "positive_weights" | "target_mean" | "target_deviation";

/** The mean of each of `size` numbers of targets, and their standard deviation, 1 where all are equal. */
function spread(data: Numbers, size: number) {
  const rows = data.length / size;
  const each = Array.from({ length: size }, (_, place) =>
    Array.from(data).filter((_, i) => i % size === place),
  );
  const means = each.map((values) => values.reduce((sum, value) => sum + value / rows, 0));
  const deviations = each.map((values, place) => {
    const mean = means[place] ?? 0;
    return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2 / rows, 0)) || 1;
  });
  return { means: Float32Array.from(means), deviations: Float32Array.from(deviations) };
}

/** What rules make of targets: a number for each label, or for each number of a target. */
const FITTED: Readonly<Record<FitRule, (targets: Numbers, labels: number) => Float32Array>> = {
  class_weights(targets, labels) {
    const counts = new Float32Array(labels);
    for (const label of targets) counts[label] = (counts[label] ?? 0) + 1;
    const occurring = counts.filter((count) => count > 0).length;
    return counts.map((count) => (count === 0 ? 1 : targets.length / (occurring * count)));
  },
  positive_weights(targets, labels) {
    const rows = targets.length / labels;
    return Float32Array.from({ length: labels }, (_, label) => {
      let there = 0;
      for (let row = 0; row < rows; row++) there += targets[row * labels + label] ?? 0;
      return there === 0 || there === rows ? 1 : (rows - there) / there;
    });
  },
  target_mean: (targets, size) => spread(targets, size).means,
  target_deviation: (targets, size) => spread(targets, size).deviations,
};

/** Sets the variables that start from the targets of the rows. */
export function startFromTargets<I extends object, O extends object, Values>(
  { fits }: Training<I, O, Values>,
  state: State,
  { columns }: Rows,
): void {
  for (const { variable, output, rule } of fits) {
    const target = columns.find(({ name }) => name === output);
    if (target === undefined) continue;
    const fitted = variableOf(state, variable);
    tf.tidy(() => fitted.assign(tf.tensor1d(FITTED[rule](target.data, fitted.size))));
  }
}
