import type { Ops } from "../ops.ts";
import type { AttributesOf, PrimitiveName } from "../primitives/index.ts";
import { isBatch, type Shape, sameShape, type Tensor } from "../tensor.ts";

/** An application that is about to be made. */
export interface Applying<N extends PrimitiveName> {
  /** Whatever is made by it is simplified too. */
  readonly g: Ops;
  readonly attributes: AttributesOf<N>;
  /** The inputs, named as in the primitive's summary; only as many are there as it takes. */
  readonly a: Tensor;
  readonly b: Tensor;
  readonly c: Tensor;
  readonly inputs: readonly Tensor[];
  /** The shape of the result. */
  readonly shape: Shape;
}

/**
 * A simpler tensor equal to what the primitive would give, of the same shape and type, or undefined where there is
 * none. Equal means for every operand, infinities and NaN included, but for the sign of a zero and for rounding.
 */
export type SimplificationRule<N extends PrimitiveName> = (applying: Applying<N>) => Tensor | undefined;

export type SimplificationRules = { readonly [N in PrimitiveName]?: SimplificationRule<N> };

/** How a tensor was made, if by this primitive. */
export function madeBy<N extends PrimitiveName>(
  tensor: Tensor,
  name: N,
): { readonly a: Tensor; readonly attributes: AttributesOf<N> } | undefined {
  const { primitive, inputs, attributes } = tensor.node;
  if (primitive !== name) return undefined;
  return { a: inputs[0]!, attributes: attributes as AttributesOf<N> };
}

/** The numbers of a constant, one or all. */
export function constantValues(tensor: Tensor): readonly number[] | undefined {
  return tensor.node.primitive === "constant"
    ? (tensor.node.attributes.value as readonly number[])
    : undefined;
}

/** The number that a tensor is known to hold everywhere. */
export function everywhere(tensor: Tensor): number | undefined {
  const values = constantValues(madeBy(tensor, "broadcast_to")?.a ?? tensor);
  const [first] = values ?? [];
  return values?.every((value) => value === first) ? first : undefined;
}

/** The tensor stretched to the shape of a result, if need be. */
export const stretched = (g: Ops, tensor: Tensor, shape: Shape): Tensor =>
  sameShape(tensor.shape, shape) ? tensor : g.broadcastTo(tensor, shape);

/** The product of sizes, if none of them grows with the batch. */
export function fixedProduct(dims: Shape): number | undefined {
  return dims.some(isBatch) ? undefined : (dims as readonly number[]).reduce((n, dim) => n * dim, 1);
}
