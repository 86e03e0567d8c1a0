import { numberOf, type Output } from "./output.ts";

/** Labels one after another. */
export interface SequenceDecision<L extends string> {
  readonly sequence: readonly L[];
}

/** Stands behind the end of a target. */
const ENDED = -1;

/** @param length how many labels a target has at most */
export const sequence = <L extends string>(
  labels: readonly L[],
  length: number,
): Output<SequenceDecision<L>, readonly L[]> => ({
  shape: [length],
  dtype: "int32",
  /** The likeliest label of every step, equal neighbours merged, and blanks, the last place of a step, left out. */
  decide(given) {
    const places = labels.length + 1;
    const told: L[] = [];
    let before = labels.length;
    for (let at = 0; at < given.length; at += places) {
      const step = given.subarray(at, at + places);
      const best = step.indexOf(Math.max(...step));
      const label = labels[best];
      if (label !== undefined && best !== before) told.push(label);
      before = best;
    }
    return { sequence: told };
  },
  target(told) {
    if (told.length > length) throw new Error(`there are ${told.length} labels, and ${length} at most`);
    return Array.from({ length }, (_, i) => {
      const label = told[i];
      return label === undefined ? ENDED : numberOf(labels, label);
    });
  },
});
