import type { AttributesOf, PrimitiveName } from "../../graph/primitives/index.ts";
import { type Dim, elements, isBatch, type Node, type Shape, type Tensor } from "../../graph/tensor.ts";
import { numeral } from "./words.ts";

/** An expression: of a tensor, after which a method may stand, or of a JavaScript number (or truth) for a scalar. */
export interface Code {
  readonly kind: "tensor" | "number";
  readonly text: string;
}

export const tensor = (text: string): Code => ({ kind: "tensor", text });
export const number = (text: string): Code => ({ kind: "number", text });

/** The functions of `slopes.ts` that an expression may call. */
export type Helper = "normaliseBatch" | "maxOf" | "minOf" | "stopGradient";

/** What an expression is written with. */
export interface Writing {
  /** Whether a gradient passes through a tensor in training. */
  traced(tensor: Tensor): boolean;
  /** Calls a helper, which is imported for it. */
  help(helper: Helper): string;
  /** A weight's name or a draw's, as the function's scope knows it: `scope.weight("kernel")`. */
  inScope(method: string, name: string, ...more: readonly string[]): string;
  /** Many numbers, kept beside the code. */
  stored(values: readonly number[]): string;
}

export interface Applied<N extends PrimitiveName> extends Node {
  readonly attributes: AttributesOf<N> & Readonly<Record<string, unknown>>;
}

/** How a primitive is written with tfjs: its results in their order. */
export type Expression<N extends PrimitiveName> = (
  writing: Writing,
  inputs: readonly Code[],
  node: Applied<N>,
) => Code;

/** Expressions of some primitives; with all of their names, a missing one does not compile. */
export type Expressions<N extends PrimitiveName = PrimitiveName> = { readonly [K in N]: Expression<K> };

/** An expression of a tensor, whatever it is of. */
export const asTensor = ({ kind, text }: Code): string => (kind === "tensor" ? text : `tf.scalar(${text})`);

export const list = (values: readonly (number | string)[]): string => `[${values.join(", ")}]`;

/** A size; of what grows with the batch, by its rows. */
const size = (dim: Dim): string =>
  !isBatch(dim) ? String(dim) : dim.batch === 1 ? "scope.rows" : `${dim.batch} * scope.rows`;

export const sizes = (shape: Shape): string => list(shape.map(size));

/** A shape for what follows from the number of elements: what grows with the batch is -1 where that is clear. */
export function target(shape: Shape): string {
  const clear = shape.filter(isBatch).length === 1 && elements(shape).fixed > 0;
  return clear ? list(shape.map((dim) => (isBatch(dim) ? -1 : dim))) : sizes(shape);
}

export const numerals = (values: readonly number[]): string => list(values.map(numeral));
