import { demand, primitive } from "../primitive.ts";
import { sameShape, type TensorType } from "../tensor.ts";

/** Rows of a table by number. Numbers outside the table are a mistake of the caller, except in one_hot. */
export const lookup = {
  gather: primitive({
    summary: "rows of a [N, …] at the places b (int32, any shape), each in 0 … N - 1",
    type: (inputs) => {
      const [table, ids] = inputs;
      demand(
        inputs.length === 2 && typeof table!.shape[0] === "number" && ids!.dtype === "int32",
        "takes a table of a fixed number of rows and int32 places",
        inputs,
      );
      return [{ shape: [...ids!.shape, ...table!.shape.slice(1)], dtype: table!.dtype }];
    },
  }),

  segment_sum: primitive<{ count: number }>({
    summary:
      "count rows, row i the sum of those of a whose place in b (int32, leading axes of a, unsorted) is i",
    type: (inputs, { count }): readonly TensorType[] => {
      const [data, ids] = inputs;
      demand(
        inputs.length === 2 &&
          data!.dtype === "float32" &&
          ids!.dtype === "int32" &&
          sameShape(data!.shape.slice(0, ids!.shape.length), ids!.shape),
        "takes float32 rows and an int32 place for each",
        inputs,
      );
      return [{ shape: [count, ...data!.shape.slice(ids!.shape.length)], dtype: "float32" }];
    },
  }),

  one_hot: primitive<{ depth: number }>({
    summary: "for every a (int32) a row of depth zeros with a 1 at place a; without one where a lies outside",
    type: (inputs, { depth }): readonly TensorType[] => {
      demand(inputs.length === 1 && inputs[0]!.dtype === "int32", "takes int32 places", inputs);
      return [{ shape: [...inputs[0]!.shape, depth], dtype: "float32" }];
    },
  }),
};
