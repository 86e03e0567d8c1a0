import type { Ops } from "../ops.ts";
import type { AttributesOf, PrimitiveName } from "../primitives/index.ts";
import { stretchedAxes } from "../shapes.ts";
import type { Shape, Tensor } from "../tensor.ts";

/** One application of a primitive, seen from the loss. */
export interface Applied<N extends PrimitiveName> {
  readonly g: Ops;
  readonly attributes: AttributesOf<N>;
  /** The inputs, named as in the primitive's summary; only as many are there as it takes. */
  readonly a: Tensor;
  readonly b: Tensor;
  readonly c: Tensor;
  readonly inputs: readonly Tensor[];
  /** The first result, and the gradient of the loss by it; zeros if the loss does not use it. */
  readonly y: Tensor;
  readonly dy: Tensor;
  readonly outputs: readonly Tensor[];
  /** The gradient by each result; undefined for those that the loss does not use. */
  readonly dys: readonly (Tensor | undefined)[];
}

/**
 * The gradients by the inputs in their order, each of its input's shape; those left out or undefined are none.
 * `none`: the results do not change with the inputs but in jumps, so nothing behind them has a gradient.
 */
export type GradientRule<N extends PrimitiveName> =
  | "none"
  | ((applied: Applied<N>) => readonly (Tensor | undefined)[]);

/** Rules of some primitives; a missing one does not compile. */
export type GradientRules<Names extends PrimitiveName> = { readonly [N in Names]: GradientRule<N> };

/** A gradient was asked for that no rule gives: always a mistake of the compiler, never of the author. */
export class GradientError extends Error {
  override readonly name = "GradientError";
}

/** The rule of a primitive whose gradient nobody should need. */
export function refused(why: string): () => never {
  return () => {
    throw new GradientError(why);
  };
}

/** The gradient of an operand that was broadcast: summed over the axes that it lacked or along which it was stretched. */
export function unbroadcast(g: Ops, gradient: Tensor, operand: Tensor): Tensor {
  const { added, stretched } = stretchedAxes(operand.shape, gradient.shape);
  const axes = [...added, ...stretched];
  return axes.length === 0 ? gradient : g.reshape(g.reduceSum(gradient, axes), operand.shape);
}

/** What a reduction of `shape` gave, with the axes that disappeared 1 long. */
export function keptAxes(g: Ops, reduced: Tensor, shape: Shape, axes: readonly number[]): Tensor {
  return g.reshape(
    reduced,
    shape.map((dim, i) => (axes.includes(i) ? 1 : dim)),
  );
}
