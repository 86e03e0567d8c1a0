import type { Output } from "./output.ts";

export interface NumberDecision {
  readonly value: number;
}

export const number = (): Output<NumberDecision, number> => ({
  shape: [],
  dtype: "float32",
  decide: ([value = Number.NaN]) => ({ value }),
  target(value) {
    if (!Number.isFinite(value)) throw new Error(`${value} is no finite number`);
    return [value];
  },
});
