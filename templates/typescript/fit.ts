import type { Column } from "./columns.ts";
import type { State } from "./model.ts";
import type { Rows } from "./rows.ts";
import { type Training, variableOf } from "./step.ts";
import * as tf from "./tf.ts";

type Numbers = Column["data"];

/** Rules by which variables start from the targets of the rows. */
export type FitRule = "class_weights" | "positive_weights";

/** What rules make of targets: a number for each label. */
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
