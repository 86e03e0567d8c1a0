import { byLabel, numberOf, type Output } from "./output.ts";

/** One label of a category. */
export interface CategoryDecision<L extends string> {
  /** The likeliest. */
  readonly label: L;
  /** By label; they sum to 1. */
  readonly probabilities: Readonly<Record<L, number>>;
}

export const category = <L extends string>(labels: readonly [L, ...L[]]): Output<CategoryDecision<L>, L> => ({
  shape: [],
  dtype: "int32",
  decide: (given) => ({
    label: labels[given.indexOf(Math.max(...given))] ?? labels[0],
    probabilities: byLabel(labels, given),
  }),
  target: (label) => [numberOf(labels, label)],
});
