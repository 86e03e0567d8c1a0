import type { Primitive } from "../primitive.ts";
import type { Node } from "../tensor.ts";
import { convolution2d } from "./convolution.ts";
import { elementwise } from "./elementwise.ts";
import { linear } from "./linear.ts";
import { lookup } from "./lookup.ts";
import { normalise } from "./normalise.ts";
import { optimise } from "./optimise.ts";
import { pooling } from "./pooling.ts";
import { reduce } from "./reduce.ts";
import { shape } from "./shape.ts";
import { softmax } from "./softmax.ts";
import { sources } from "./sources.ts";

/** Every primitive by name. A family is a file; a new primitive is an entry in its family. */
export const primitives = {
  ...sources,
  ...elementwise,
  ...reduce,
  ...shape,
  ...linear,
  ...convolution2d,
  ...pooling,
  ...normalise,
  ...lookup,
  ...softmax,
  ...optimise,
} as const;

export type PrimitiveName = keyof typeof primitives;

export type AttributesOf<N extends PrimitiveName> =
  (typeof primitives)[N] extends Primitive<infer A> ? Readonly<A> : never;

/** One application of the primitive `N`. */
export interface Applied<N extends PrimitiveName> extends Node {
  readonly attributes: AttributesOf<N> & Readonly<Record<string, unknown>>;
}

/** A node as an application of the primitive `name`, with the attributes that this has; undefined if it is another's. */
export function appliedAs<N extends PrimitiveName>(node: Node, name: N): Applied<N> | undefined {
  return node.primitive === name ? (node as Applied<N>) : undefined;
}
