import type { AttributesOf, PrimitiveName } from "../../../../compiler/graph/primitives/index.ts";
import type { Shape, TensorType } from "../../../../compiler/graph/tensor.ts";
import type { Dense } from "./dense.ts";

/** What surrounds a node that is computed. */
export interface Reading {
  /** Feeds and variables by name. */
  readonly given: Readonly<Record<string, Dense>>;
  /** Sizes of a shape for the batch at hand. */
  sizes(shape: Shape): number[];
  /** The types that the node's inputs are declared with. */
  readonly types: readonly TensorType[];
}

/** How one primitive is computed, one number at a time. */
export type Rule<N extends PrimitiveName> = (
  inputs: readonly Dense[],
  attributes: AttributesOf<N>,
  reading: Reading,
) => readonly Dense[];

/** How some primitives are computed; a missing one does not compile. */
export type Rules<Names extends PrimitiveName> = { readonly [N in Names]: Rule<N> };
