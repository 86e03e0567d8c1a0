/** What a model gives for an output becomes a decision, and a row's target becomes numbers. */
export interface Output<Decision, Target> {
  /** The tensor of targets, without the rows. */
  readonly shape: readonly number[];
  readonly dtype: "float32" | "int32";
  /** The decision about one row, from its numbers. */
  decide(given: Float32Array): Decision;
  /** The numbers of one row's target. */
  target(value: Target): ArrayLike<number>;
}

/** The number of a label, from 0. */
export function numberOf<L extends string>(labels: readonly L[], label: L): number {
  const number = labels.indexOf(label);
  if (number >= 0) return number;
  throw new Error(`${JSON.stringify(label)} is none of ${labels.join(", ")}`);
}

export const byLabel = <L extends string>(
  labels: readonly L[],
  given: Float32Array,
): Readonly<Record<L, number>> =>
  Object.fromEntries(labels.map((label, i) => [label, given[i] ?? 0])) as Record<L, number>;
