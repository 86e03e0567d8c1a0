import type { Ops } from "../ops.ts";
import type { shape } from "../primitives/shape.ts";
import { isBatch, type Shape, type Tensor } from "../tensor.ts";
import { type GradientRules, unbroadcast } from "./rule.ts";

/** What the inputs of a concatenation along `axis` are of its result. */
function parts(g: Ops, whole: Tensor, axis: number, sizes: readonly Shape[]): Tensor[] {
  const size = whole.shape[axis]!;
  if (isBatch(size)) {
    // Of rows 3B long, B at a time are a new axis of 3, which can be cut.
    const lead = whole.shape.slice(0, axis);
    const rest = whole.shape.slice(axis + 1);
    const split = g.reshape(whole, [...lead, size.batch, { batch: 1 }, ...rest]);
    const counts = sizes.map((shape) => {
      const dim = shape[axis]!;
      return [...lead, isBatch(dim) ? dim.batch : dim, { batch: 1 }, ...rest];
    });
    return parts(g, split, axis, counts).map((part, i) => g.reshape(part, sizes[i]!));
  }
  let from = 0;
  return sizes.map((shape) => {
    const begin = shape.map((_, i) => (i === axis ? from : 0));
    from += shape[axis] as number;
    return g.slice(whole, begin, shape);
  });
}

export const shapeGradients: GradientRules<keyof typeof shape> = {
  reshape: ({ g, a, dy }) => [g.reshape(dy, a.shape)],
  transpose: ({ g, dy, attributes: { permutation } }) => [
    g.transpose(
      dy,
      permutation.map((_, axis) => permutation.indexOf(axis)),
    ),
  ],
  broadcast_to: ({ g, a, dy }) => [unbroadcast(g, dy, a)],
  concat: ({ g, inputs, dy, attributes: { axis } }) =>
    parts(
      g,
      dy,
      axis,
      inputs.map((input) => input.shape),
    ),
  slice({ g, a, dy, attributes: { begin, size } }) {
    const after = a.shape.map((dim, i) => (isBatch(dim) ? 0 : dim - begin[i]! - (size[i] as number)));
    return [g.pad(dy, begin, after)];
  },
  pad: ({ g, a, dy, attributes: { before } }) => [g.slice(dy, before, a.shape)],
  reverse: ({ g, dy, attributes: { axes } }) => [g.reverse(dy, axes)],
};
