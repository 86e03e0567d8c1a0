import type { Output } from "./output.ts";

export interface VectorDecision {
  readonly values: readonly number[];
}

export const vector = (size: number): Output<VectorDecision, readonly number[]> => ({
  shape: [size],
  dtype: "float32",
  decide: (given) => ({ values: Array.from(given) }),
  target(values) {
    if (values.length === size && values.every(Number.isFinite)) return values;
    throw new Error(`it takes ${size} finite numbers`);
  },
});
