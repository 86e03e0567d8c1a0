import type { Variable } from "../graph.ts";
import { demand, primitive } from "../primitive.ts";
import { type Dtype, elements, type Shape } from "../tensor.ts";

/** What a graph starts from. */
export const sources = {
  constant: primitive<{ value: readonly number[]; shape: readonly number[]; dtype: Dtype }>({
    summary: "numbers known when compiling, in row-major order; a single number fills the shape",
    type: (inputs, { value, shape, dtype }) => {
      const count = elements(shape).fixed;
      demand(
        inputs.length === 0 && (value.length === 1 || value.length === count),
        `takes no inputs and one number or ${count}, not ${value.length}`,
        inputs,
      );
      return [{ shape, dtype }];
    },
  }),

  feed: primitive<{ name: string; shape: Shape; dtype: Dtype }>({
    summary: "a tensor handed in by the caller",
    type: (_, { shape, dtype }) => [{ shape, dtype }],
  }),

  read: primitive<{ variable: Variable }>({
    summary: "a variable's value before the step",
    type: (_, { variable }) => [{ shape: variable.shape, dtype: variable.dtype }],
  }),

  random_uniform: primitive<{ stream: string; shape: Shape }>({
    summary:
      "numbers in [0, 1) drawn by Philox 4x32-10 from the key of (seed a, stream) at the counter of step b; a and b are int32 scalars",
    type: (inputs, { shape }) => {
      const scalars = inputs.every((input) => input.dtype === "int32" && input.shape.length === 0);
      demand(inputs.length === 2 && scalars, "takes two int32 scalars", inputs);
      return [{ shape, dtype: "float32" }];
    },
  }),
};
