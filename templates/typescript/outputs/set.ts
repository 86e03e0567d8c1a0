import { byLabel, numberOf, type Output } from "./output.ts";

/** Any number of a category's labels. */
export interface SetDecision<L extends string> {
  /** Those that are likelier to hold than not. */
  readonly labels: readonly L[];
  /** By label, each by itself. */
  readonly probabilities: Readonly<Record<L, number>>;
}

export const set = <L extends string>(labels: readonly L[]): Output<SetDecision<L>, readonly L[]> => ({
  shape: [labels.length],
  dtype: "float32",
  decide: (given) => ({
    labels: labels.filter((_, i) => (given[i] ?? 0) > 0.5),
    probabilities: byLabel(labels, given),
  }),
  target(chosen) {
    const target = new Float32Array(labels.length);
    for (const label of chosen) target[numberOf(labels, label)] = 1;
    return target;
  },
});
