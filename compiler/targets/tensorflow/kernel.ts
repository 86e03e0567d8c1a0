import type { Applied, PrimitiveName } from "../../graph/primitives/index.ts";
import type { Emit } from "./emit.ts";
import type { Value } from "./node.ts";

/**
 * How a primitive is computed with TensorFlow's operations: gives its results in order, and behind them any
 * more that another kernel asks for by `resultsOf`.
 */
export type Kernel<N extends PrimitiveName> = (
  emit: Emit,
  inputs: readonly Value[],
  node: Applied<N>,
) => readonly Value[];

/** Kernels of some primitives; with all of their names, a missing one does not compile. */
export type Kernels<N extends PrimitiveName = PrimitiveName> = { readonly [K in N]: Kernel<K> };
