import { byLabel, numberOf, type Output } from "./output.ts";

/** One label of a category whose labels have an order. */
export interface OrderedDecision<L extends string> {
  /** The first up to which there is at least half of the probability. */
  readonly label: L;
  /** By label; they sum to 1. */
  readonly probabilities: Readonly<Record<L, number>>;
}

export const ordered = <L extends string>(labels: readonly [L, ...L[]]): Output<OrderedDecision<L>, L> => ({
  shape: [],
  dtype: "int32",
  decide(given) {
    let below = 0;
    const median = given.findIndex((probability) => {
      below += probability;
      return below >= 0.5;
    });
    return { label: labels.at(median) ?? labels[0], probabilities: byLabel(labels, given) };
  },
  target: (label) => [numberOf(labels, label)],
});
