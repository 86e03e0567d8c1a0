import type { PrimitiveName } from "../primitives/index.ts";
import type { ReduceAttributes } from "../primitives/reduce.ts";
import { stretchedAxes } from "../shapes.ts";
import { sameShape, type Tensor } from "../tensor.ts";
import { type Applying, fixedProduct, madeBy, type SimplificationRules, stretched } from "./rule.ts";

/** Shapes that are made twice, and axes that were made only to be reduced. */
export const shapeRules: SimplificationRules = {
  reshape({ g, a, shape }) {
    if (sameShape(a.shape, shape)) return a;
    const inner = madeBy(a, "reshape");
    if (inner !== undefined) return g.reshape(inner.a, shape);
    const truth = madeBy(a, "cast");
    return truth?.a.dtype === "bool" ? g.cast(g.reshape(truth.a, shape), truth.attributes.dtype) : undefined;
  },
  transpose({ g, a, attributes: { permutation } }) {
    if (permutation.every((axis, i) => axis === i)) return a;
    const inner = madeBy(a, "transpose");
    return (
      inner &&
      g.transpose(
        inner.a,
        permutation.map((axis) => inner.attributes.permutation[axis]!),
      )
    );
  },
  broadcast_to({ g, a, shape }) {
    if (sameShape(a.shape, shape)) return a;
    const inner = madeBy(a, "broadcast_to");
    return inner && g.broadcastTo(inner.a, shape);
  },
  concat: ({ inputs }) => (inputs.length === 1 ? inputs[0] : undefined),
  slice: ({ a, shape }) => (sameShape(a.shape, shape) ? a : undefined),
  pad: ({ a, attributes: { before, after } }) =>
    [...before, ...after].every((count) => count === 0) ? a : undefined,
  reverse({ a, attributes: { axes } }) {
    if (axes.length === 0) return a;
    const inner = madeBy(a, "reverse");
    return inner && sameAxes(inner.attributes.axes, axes) ? inner.a : undefined;
  },

  reduce_sum(applying) {
    const { g, a, attributes } = applying;
    const times = fixedProduct(attributes.axes.map((axis) => a.shape[axis]!));
    const same = times === undefined ? undefined : unreduced(applying);
    if (same === undefined) return reducedFirst(applying, "reduce_sum");
    return times === 1 ? same : g.mul(same, g.scalar(times!, a.dtype));
  },
  reduce_mean: (applying) => unreduced(applying) ?? reducedFirst(applying, "reduce_mean"),
  reduce_max: (applying) => unreduced(applying) ?? reducedFirst(applying, "reduce_max"),
  reduce_min: (applying) => unreduced(applying) ?? reducedFirst(applying, "reduce_min"),

  // A transposition of the last two axes is done by the product itself.
  matmul({ g, a, b, attributes: { transposeA, transposeB } }) {
    const [left, right] = [flipped(a), flipped(b)];
    if (left === undefined && right === undefined) return undefined;
    return g.matmul(left ?? a, right ?? b, {
      transposeA: transposeA !== (left !== undefined),
      transposeB: transposeB !== (right !== undefined),
    });
  },
};

const sameAxes = (a: readonly number[], b: readonly number[]) =>
  a.length === b.length && a.every((axis) => b.includes(axis));

/** What a tensor was before its last two axes, and only they, were exchanged. */
function flipped(tensor: Tensor): Tensor | undefined {
  const made = madeBy(tensor, "transpose");
  const rank = tensor.shape.length;
  const flips = made?.attributes.permutation.every((axis, i) =>
    i < rank - 2 ? axis === i : axis === 2 * rank - 3 - i,
  );
  return flips ? made?.a : undefined;
}

interface Reducing extends Pick<Applying<PrimitiveName>, "g" | "a" | "shape"> {
  readonly attributes: ReduceAttributes;
}

/** One of the equal numbers along the reduced axes, where they are 1 long or were made by a broadcast. */
function unreduced({ g, a, attributes: { axes }, shape }: Reducing): Tensor | undefined {
  if (axes.every((axis) => a.shape[axis] === 1)) return g.reshape(a, shape);
  const inner = madeBy(a, "broadcast_to");
  if (inner === undefined) return undefined;
  const lead = a.shape.length - inner.a.shape.length;
  const equal = stretchedAxes(inner.a.shape, a.shape);
  const along = (axis: number) => equal.added.includes(axis) || equal.stretched.includes(axis);
  if (!axes.every((axis) => a.shape[axis] === 1 || along(axis))) return undefined;
  const full = [...a.shape.slice(0, lead).map(() => 1), ...inner.a.shape];
  const kept = shape.length === a.shape.length;
  const one = g.reshape(inner.a, kept ? full : full.filter((_, i) => !axes.includes(i)));
  return stretched(g, one, shape);
}

/** Reduced before a broadcast along none but other axes. */
function reducedFirst(
  { g, a, attributes: { axes, keep }, shape }: Reducing,
  name: "reduce_sum" | "reduce_mean" | "reduce_max" | "reduce_min",
): Tensor | undefined {
  const inner = madeBy(a, "broadcast_to");
  if (inner === undefined || axes.length === 0) return undefined;
  const { added, stretched: equal } = stretchedAxes(inner.a.shape, a.shape);
  if (axes.some((axis) => added.includes(axis) || equal.includes(axis))) return undefined;
  const lead = a.shape.length - inner.a.shape.length;
  const [reduced] = g.apply(name, [inner.a], { axes: axes.map((axis) => axis - lead), keep });
  return g.broadcastTo(reduced!, shape);
}
