import type { Ops } from "../graph/ops.ts";
import { product, type Tensor } from "../graph/tensor.ts";
import type { Axis } from "../types/value-type.ts";
import type { Lowered } from "./context.ts";

/** The value's tensor with its axes in the order of `axes`, which must be the same by name. */
export function arranged(g: Ops, value: Lowered, axes: readonly Axis[]): Tensor {
  const order = axes.map((axis) => 1 + value.type.axes.findIndex((a) => a.name === axis.name));
  return order.every((from, to) => from === to + 1) ? value.tensor : g.transpose(value.tensor, [0, ...order]);
}

/**
 * The value's tensor with its axes in the order of `axes`, and those that it lacks 1 long, so that it broadcasts along
 * them. `tensor` may stand for it with another number of channels.
 */
export function spread(g: Ops, value: Lowered, axes: readonly Axis[], tensor = value.tensor): Tensor {
  const isHeld = (axis: Axis) => value.type.axes.some(({ name }) => name === axis.name);
  const ordered = arranged(g, { ...value, tensor }, axes.filter(isHeld));
  const sizes = [...ordered.shape];
  return g.reshape(ordered, [sizes.shift()!, ...axes.map((axis) => (isHeld(axis) ? sizes.shift()! : 1))]);
}

/** `count` places of the last axis from `begin` on. */
export function lastPlaces(g: Ops, tensor: Tensor, begin: number, count: number): Tensor {
  const lead = tensor.shape.slice(0, -1);
  return g.slice(tensor, [...lead.map(() => 0), begin], [...lead, count]);
}

/** A `[B]` tensor shaped so that it broadcasts against values of `rank` axes behind the batch. */
export function perRow(g: Ops, tensor: Tensor, rank: number): Tensor {
  return g.reshape(tensor, [...tensor.shape, ...Array.from({ length: rank }, () => 1)]);
}

/** For an optional value, bool `[B, 1, …]` with `rank` axes behind the batch: whether the row has it. */
export function presentRows(g: Ops, { presence }: Lowered, rank: number): Tensor | undefined {
  return presence && g.greater(perRow(g, presence, rank), g.scalar(0));
}

/** The value with a constant in every row that lacks it. What an absent row holds never matters, not even a NaN. */
export function presentOr(g: Ops, value: Lowered, otherwise: number, tensor = value.tensor): Tensor {
  const present = presentRows(g, value, tensor.shape.length - 1);
  return present === undefined ? tensor : g.select(present, tensor, g.scalar(otherwise));
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
