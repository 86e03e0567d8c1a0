import { demand, type Primitive, primitive } from "../primitive.ts";
import type { Dtype, Shape, TensorType } from "../tensor.ts";

/** Which axes disappear; with `keep` they stay, 1 long. */
export interface ReduceAttributes {
  /** Ascending, each once, counted from the front. The batch may be among them. */
  readonly axes: readonly number[];
  readonly keep: boolean;
}

function reduction(summary: string, dtypes: readonly Dtype[]): Primitive<ReduceAttributes> {
  return primitive({
    summary,
    type: (inputs, { axes, keep }) => {
      const [a] = inputs;
      demand(inputs.length === 1 && dtypes.includes(a!.dtype), `takes one ${dtypes.join(" or ")}`, inputs);
      const ascending = axes.every(
        (axis, i) => Number.isInteger(axis) && axis > (axes[i - 1] ?? -1) && axis < a!.shape.length,
      );
      demand(ascending, `axes [${axes}] must ascend and exist`, inputs);
      return [{ shape: reducedShape(a!.shape, axes, keep), dtype: a!.dtype }];
    },
  });
}

function reducedShape(shape: Shape, axes: readonly number[], keep: boolean): Shape {
  return shape.flatMap((dim, i) => (axes.includes(i) ? (keep ? [1] : []) : [dim]));
}

const NUMBERS: readonly Dtype[] = ["float32", "int32"];

export const reduce = {
  reduce_sum: reduction("sum of a over axes", NUMBERS),
  reduce_mean: reduction("mean of a over axes", ["float32"]),
  reduce_max: reduction("the largest of a over axes", NUMBERS),
  reduce_min: reduction("the smallest of a over axes", NUMBERS),

  argmax: primitive<{ axis: number }>({
    summary: "where along the axis a is largest, the first place among equals, as int32",
    type: (inputs, { axis }): readonly TensorType[] => {
      const [a] = inputs;
      demand(
        inputs.length === 1 && NUMBERS.includes(a!.dtype) && axis in a!.shape,
        `takes one tensor of numbers that has axis ${axis}`,
        inputs,
      );
      return [{ shape: reducedShape(a!.shape, [axis], false), dtype: "int32" }];
    },
  }),
};
