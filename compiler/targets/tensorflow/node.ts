import type { TfDtype } from "./dtypes.ts";

/** One result of a TensorFlow node. */
export interface Value {
  readonly node: string;
  readonly output: number;
  readonly dtype: TfDtype;
}

/** Numbers in row-major order; a single one fills the shape. */
export interface TensorValue {
  readonly dtype: TfDtype;
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

/** The value of an attribute with the type that it is declared with. */
export type Attribute =
  | { readonly type: "bool"; readonly value: boolean }
  | { readonly type: "int" | "float"; readonly value: number }
  | { readonly type: "string"; readonly value: string }
  | { readonly type: "type"; readonly value: TfDtype }
  /** -1 for a size known only at run time. */
  | { readonly type: "shape"; readonly value: readonly number[] }
  | { readonly type: "tensor"; readonly value: TensorValue }
  | { readonly type: "list(int)"; readonly value: readonly number[] }
  | { readonly type: "list(string)"; readonly value: readonly string[] };

/** One operation of a TensorFlow graph. */
export interface NodeDef {
  readonly name: string;
  readonly op: string;
  /** `node`, `node:2` for its third result, `^node` for one that must have run before. */
  readonly inputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

/** How a node names the value as its input. */
export function reference({ node, output }: Value): string {
  return output === 0 ? node : `${node}:${output}`;
}
