import type { Origin } from "./origin.ts";

/** What the elements of a tensor are. `uint8` occurs as the raw form of inputs only. */
export type Dtype = "float32" | "int32" | "bool" | "uint8";

/** A size that grows with the batch: `batch` times as many as there are rows. */
export interface BatchDim {
  readonly batch: number;
}

/** A size: a number known when compiling, or a multiple of the batch. */
export type Dim = number | BatchDim;
export type Shape = readonly Dim[];

/** One row per record. */
export const BATCH: BatchDim = { batch: 1 };

export interface TensorType {
  readonly shape: Shape;
  readonly dtype: Dtype;
}

/** One result of a node. Tensors are compared by identity: equal expressions are built only once. */
export interface Tensor extends TensorType {
  readonly node: Node;
  /** Which of the node's results. */
  readonly output: number;
}

/** One application of a primitive. A node never changes, and its inputs exist before it does. */
export interface Node {
  /** Larger than the ids of all inputs, so that ascending order is topological order. */
  readonly id: number;
  readonly primitive: string;
  readonly inputs: readonly Tensor[];
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly outputs: readonly Tensor[];
  /** The author's words that this node came from. */
  readonly origin: Origin;
}

export function isBatch(dim: Dim): dim is BatchDim {
  return typeof dim !== "number";
}

export function sameDim(a: Dim, b: Dim): boolean {
  if (isBatch(a)) return isBatch(b) && a.batch === b.batch;
  return a === b;
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((dim, i) => sameDim(dim, b[i]!));
}

/** `[B, 64, 64]`; a multiple of the batch is written `3B`. */
export function showShape(shape: Shape): string {
  return `[${shape.map((d) => (isBatch(d) ? (d.batch === 1 ? "B" : `${d.batch}B`) : d)).join(", ")}]`;
}

/** Elements in a tensor: `fixed` of them for every row if `perRow`, in all otherwise. */
export function elements(shape: Shape): { fixed: number; perRow: boolean } {
  let fixed = 1;
  let perRow = false;
  for (const dim of shape) {
    fixed *= isBatch(dim) ? dim.batch : dim;
    perRow ||= isBatch(dim);
  }
  return { fixed, perRow };
}

/** The product of some sizes; at most one of them may grow with the batch. */
export function product(dims: Shape): Dim {
  const { fixed, perRow } = elements(dims);
  return perRow ? { batch: fixed } : fixed;
}
