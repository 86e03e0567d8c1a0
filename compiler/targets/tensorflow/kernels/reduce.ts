import type { reduce as primitives, ReduceAttributes } from "../../../graph/primitives/reduce.ts";
import type { Emit } from "../emit.ts";
import type { Kernels } from "../kernel.ts";
import type { Value } from "../node.ts";

const over =
  (op: "Sum" | "Mean" | "Max" | "Min") =>
  (emit: Emit, [a]: readonly Value[], { attributes: { axes, keep } }: { attributes: ReduceAttributes }) => [
    axes.length === 0 ? a! : emit.op(op, [a!, emit.ints(axes)], { keep_dims: keep }),
  ];

export const reduce: Kernels<keyof typeof primitives> = {
  reduce_sum: over("Sum"),
  reduce_mean: over("Mean"),
  reduce_max: over("Max"),
  reduce_min: over("Min"),
  argmax: (emit, [a], { attributes: { axis } }) => [
    emit.op("ArgMax", [a!, emit.int(axis)], { output_type: "int32" }),
  ],
};
