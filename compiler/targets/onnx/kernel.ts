import type { Applied, PrimitiveName } from "../../graph/primitives/index.ts";
import type { Emit } from "./emit.ts";
import type { Value } from "./node.ts";

/** How a primitive is computed with ONNX's operators: gives its results in order. */
export type Kernel<N extends PrimitiveName> = (
  emit: Emit,
  inputs: readonly Value[],
  node: Applied<N>,
) => readonly Value[];

/**
 * A kernel that takes values whose axes lie in any order, and says in which they lie that it gives. All others are given
 * values in the order of the program, and give such.
 */
export interface OrderedKernel<N extends PrimitiveName> {
  readonly ordered: Kernel<N>;
}

/** Kernels of some primitives; with all of their names, a missing one does not compile. */
export type Kernels<N extends PrimitiveName = PrimitiveName> = {
  readonly [K in N]: Kernel<K> | OrderedKernel<K>;
};
