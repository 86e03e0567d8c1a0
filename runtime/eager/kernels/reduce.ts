import type { reduce as primitives, ReduceAttributes } from "../../../compiler/graph/primitives/reduce.ts";
import type { Kernels } from "../kernel.ts";
import type { EagerTensor, Tfjs } from "../tfjs.ts";

/** tfjs takes an empty list of axes for all of them. */
const over =
  (name: "sum" | "mean" | "max" | "min") =>
  (tf: Tfjs, [a]: readonly EagerTensor[], { axes, keep }: ReduceAttributes) => [
    axes.length === 0 ? tf.clone(a!) : tf[name](a!, [...axes], keep),
  ];

export const reduce: Kernels<keyof typeof primitives> = {
  reduce_sum: over("sum"),
  reduce_mean: over("mean"),
  reduce_max: over("max"),
  reduce_min: over("min"),
  argmax: (tf, [a], { axis }) => [tf.argMax(a!, axis)],
};
