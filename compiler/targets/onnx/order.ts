/**
 * Programs have images with their channels last, ONNX's convolutions have them first. A value stays in the order in
 * which it was made until an operator needs another, so that only what enters and leaves a chain of convolutions and
 * elementwise operators is transposed.
 */
import { elements, isBatch, type Shape, type Tensor } from "../../graph/tensor.ts";
import type { Emit } from "./emit.ts";
import type { Value } from "./node.ts";

/** Batch, channels, and then the places. */
export const CHANNELS_FIRST = [0, 3, 1, 2] as const;

type Order = readonly number[];

const identity = (rank: number): Order => Array.from({ length: rank }, (_, i) => i);
const sameOrder = (a: Order, b: Order) => a.length === b.length && a.every((axis, i) => axis === b[i]);

/** A value whose axes lie in an order, which is left out where it is the program's. */
export function lying(value: Value, order: Order | undefined): Value {
  const { name } = value;
  return order === undefined || sameOrder(order, identity(order.length)) ? { name } : { name, order };
}

/** A value of a shape, its axes brought into an order. */
export function arranged(emit: Emit, value: Value, shape: Shape, order?: Order): Value {
  const from = value.order ?? identity(shape.length);
  const to = order ?? identity(shape.length);
  if (sameOrder(from, to)) return value;
  const wide = (axes: Order) => axes.filter((axis) => shape[axis] !== 1);
  const moved = sameOrder(wide(from), wide(to))
    ? emit.reshape(
        value,
        to.map((axis) => shape[axis]!),
      )
    : emit.transpose(
        value,
        to.map((axis) => from.indexOf(axis)),
      );
  return lying(moved, to);
}

/** A value as an operand of an elementwise operator whose result has `rank` axes in an order. */
function conformed(emit: Emit, value: Value, { shape }: Tensor, rank: number, order?: Order): Value {
  if (order === undefined || shape.length === 0) return arranged(emit, value, shape);
  if (shape.length === rank) return arranged(emit, value, shape, order);
  const plain = arranged(emit, value, shape);
  const whole = [...Array<number>(rank - shape.length).fill(1), ...shape];
  const wide = (axes: Order) => axes.filter((axis) => whole[axis] !== 1);
  if (sameOrder(wide(identity(rank)), wide(order))) {
    return lying(
      emit.reshape(
        plain,
        order.map((axis) => whole[axis]!),
      ),
      order,
    );
  }
  return arranged(emit, emit.reshape(plain, whole), whole, order);
}

/** Values brought into the order of the largest, in which a result of `rank` axes lies then as well. */
export function aligned(
  emit: Emit,
  values: readonly Value[],
  tensors: readonly Tensor[],
  rank: number,
): { readonly values: readonly Value[]; readonly order: Order | undefined } {
  const size = ({ shape }: Tensor, { order }: Value) => {
    const { fixed, perRow } = elements(shape);
    return shape.length < rank ? 0 : fixed * (perRow ? 1e9 : 1) + (order === undefined ? 0 : 0.5);
  };
  const sizes = tensors.map((tensor, i) => size(tensor, values[i]!));
  const largest = Math.max(...sizes);
  const { order } = largest === 0 ? {} : values[sizes.indexOf(largest)]!;
  return { order, values: values.map((value, i) => conformed(emit, value, tensors[i]!, rank, order)) };
}

/** The order that a value in `order` has after a reshape that only adds and takes away axes of one place. */
export function squeezedOrder(order: Order, from: Shape, to: Shape): Order | undefined {
  const wide = (shape: Shape) => shape.flatMap((dim, axis) => (dim === 1 ? [] : [axis]));
  const [before, after] = [wide(from), wide(to)];
  const key = (shape: Shape, axes: Order) =>
    axes.map((axis) => (isBatch(shape[axis]!) ? `B${shape[axis].batch}` : shape[axis])).join();
  if (key(from, before) !== key(to, after)) return undefined;
  const stored = order.filter((axis) => from[axis] !== 1).map((axis) => after[before.indexOf(axis)]!);
  const rank = to.length;
  const channelsFirst = rank < 3 ? identity(rank) : [0, rank - 1, ...identity(rank).slice(1, -1)];
  const wideOf = (axes: Order) => axes.filter((axis) => to[axis] !== 1);
  if (sameOrder(wideOf(channelsFirst), stored)) return channelsFirst;
  const result = [...stored];
  for (const axis of identity(rank)) {
    if (to[axis] === 1) result.splice(axis === 0 ? 0 : result.indexOf(axis - 1) + 1, 0, axis);
  }
  return result;
}
