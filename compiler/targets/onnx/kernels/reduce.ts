import type { reduce as primitives, ReduceAttributes } from "../../../graph/primitives/reduce.ts";
import { DATA_TYPES } from "../dtypes.ts";
import type { Emit } from "../emit.ts";
import type { Kernels } from "../kernel.ts";
import type { Value } from "../node.ts";
import { lying } from "../order.ts";

const over = (op: "ReduceSum" | "ReduceMean" | "ReduceMax" | "ReduceMin") => ({
  ordered(
    emit: Emit,
    [a]: readonly Value[],
    { attributes: { axes, keep } }: { readonly attributes: ReduceAttributes },
  ): readonly Value[] {
    if (axes.length === 0) return [a!];
    const { order } = a!;
    const stored = order === undefined ? axes : axes.map((axis) => order.indexOf(axis));
    const places = [...stored].sort((x, y) => x - y);
    const reduced = emit.op(op, [a, emit.ints(places)], { keepdims: keep ? 1 : 0 });
    return [lying(reduced, order && (keep ? order : without(order, axes)))];
  },
});

/** The order of the axes that are left when some are gone. */
function without(order: readonly number[], axes: readonly number[]): number[] {
  const left = order.filter((axis) => !axes.includes(axis));
  return left.map((axis) => axis - axes.filter((gone) => gone < axis).length);
}

export const reduce: Kernels<keyof typeof primitives> = {
  reduce_sum: over("ReduceSum"),
  reduce_mean: over("ReduceMean"),
  reduce_max: over("ReduceMax"),
  reduce_min: over("ReduceMin"),
  argmax(emit, [a], { attributes: { axis } }) {
    const found = emit.op("ArgMax", [a], { axis, keepdims: 0 });
    return [emit.op("Cast", [found], { to: DATA_TYPES.int32 })];
  },
};
