import type { Tensor } from "../graph/tensor.ts";
import { dimensionOf, type LowerContext, type Lowered } from "./context.ts";

/** The mask of the value's ragged axes among `over`, shaped to broadcast against it; undefined where none is ragged. */
export function maskOver({ g, mask }: LowerContext, x: Lowered, over: readonly string[]): Tensor | undefined {
  const parts = x.type.axes.flatMap((axis, i) => {
    const found = over.includes(axis.name) ? mask(axis) : undefined;
    if (found === undefined) return [];
    const shape = x.tensor.shape.map((dim, d) => (d === 0 || d === i + 1 ? dim : 1));
    return [g.reshape(found, shape)];
  });
  return parts.length === 0 ? undefined : parts.reduce((a, b) => g.mul(a, b));
}

/** Mean over axes that leaves padding out; of nothing, 0. */
export function maskedMean(context: LowerContext, x: Lowered, over: readonly string[]): Tensor {
  const { g } = context;
  const dims = over.map((name) => dimensionOf(x, name));
  const mask = maskOver(context, x, over);
  return mask === undefined ? g.reduceMean(x.tensor, dims) : g.maskedMean(x.tensor, mask, dims);
}

/** The largest or smallest over axes, padding left out; of nothing, 0. */
function maskedExtreme(
  context: LowerContext,
  x: Lowered,
  over: readonly string[],
  reduce: (tensor: Tensor, dims: readonly number[]) => Tensor,
  worst: number,
): Tensor {
  const { g } = context;
  const dims = over.map((name) => dimensionOf(x, name));
  const mask = maskOver(context, x, over);
  if (mask === undefined) return reduce(x.tensor, dims);
  const filled = g.greater(mask, g.scalar(0));
  const extreme = reduce(g.select(filled, x.tensor, g.scalar(worst)), dims);
  const any = g.greater(g.reduceMax(mask, dims), g.scalar(0));
  return g.select(any, extreme, g.scalar(0));
}

/** Maximum over axes that leaves padding out; of nothing, 0. */
export const maskedMax = (context: LowerContext, x: Lowered, over: readonly string[]): Tensor =>
  maskedExtreme(context, x, over, (tensor, dims) => context.g.reduceMax(tensor, dims), -BEYOND);

/** Minimum over axes that leaves padding out; of nothing, 0. */
export const maskedMin = (context: LowerContext, x: Lowered, over: readonly string[]): Tensor =>
  maskedExtreme(context, x, over, (tensor, dims) => context.g.reduceMin(tensor, dims), BEYOND);

/** Above every value that a network computes, and finite. */
export const BEYOND = 1e30;

/**
 * The value's tensor with one number on all padding, whatever the padding holds: zeros, so that nothing can reach a sum
 * over places.
 */
export function withoutPadding(context: LowerContext, x: Lowered, number = 0): Tensor {
  const mask = maskOver(
    context,
    x,
    x.type.axes.map((axis) => axis.name),
  );
  if (mask === undefined) return x.tensor;
  const { g } = context;
  return g.select(g.greater(mask, g.scalar(0)), x.tensor, g.scalar(number));
}
