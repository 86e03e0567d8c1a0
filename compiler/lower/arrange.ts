import type { Ops } from "../graph/ops.ts";
import { product, type Tensor } from "../graph/tensor.ts";
import type { Axis } from "../types/value-type.ts";
import type { Lowered } from "./context.ts";

/** The value's tensor with its axes in the order of `axes`, which must be the same by name. */
export function arranged(g: Ops, value: Lowered, axes: readonly Axis[]): Tensor {
  const order = axes.map((axis) => 1 + value.type.axes.findIndex((a) => a.name === axis.name));
  return order.every((from, to) => from === to + 1) ? value.tensor : g.transpose(value.tensor, [0, ...order]);
}

/** A `[B]` tensor shaped so that it broadcasts against values of `rank` axes behind the batch. */
export function perRow(g: Ops, tensor: Tensor, rank: number): Tensor {
  return g.reshape(tensor, [...tensor.shape, ...Array.from({ length: rank }, () => 1)]);
}

/** The value with a constant in every row that lacks it. What an absent row holds never matters, not even a NaN. */
export function presentOr(g: Ops, value: Lowered, otherwise: number, tensor = value.tensor): Tensor {
  if (value.presence === undefined) return tensor;
  const present = g.greater(perRow(g, value.presence, tensor.shape.length - 1), g.scalar(0));
  return g.select(present, tensor, g.scalar(otherwise));
}

/**
 * Applies `work` to the last `kept` axes of the value, arranged as in `axes`, for every place of the others: those
 * are folded into the batch before and unfolded after. `work` may change the sizes of the axes it sees, not their number.
 */
export function overLast(
  g: Ops,
  value: Lowered,
  axes: readonly Axis[],
  kept: number,
  work: (x: Tensor) => Tensor,
): Tensor {
  const x = arranged(g, value, axes);
  const rows = x.shape.slice(0, x.shape.length - kept);
  if (rows.length === 1) return work(x);
  const y = work(g.reshape(x, [product(rows), ...x.shape.slice(-kept)]));
  return g.reshape(y, [...rows, ...y.shape.slice(1)]);
}
