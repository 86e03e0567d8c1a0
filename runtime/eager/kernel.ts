import type { Decomposable } from "../../compiler/graph/expand.ts";
import type { AttributesOf, PrimitiveName } from "../../compiler/graph/primitives/index.ts";
import type { Shape } from "../../compiler/graph/tensor.ts";
import type { EagerTensor, Tfjs } from "./tfjs.ts";

/** What surrounds a node that is computed. */
export interface Around {
  /** The sizes of a shape for the batch at hand. */
  sizes(shape: Shape): number[];
  /** The number that an input is, where it is a scalar that is known outside of the backend. */
  number(input: number): number;
}

/** How a primitive is computed with tfjs: every result is a tensor of its own, and none is an input. */
export type Kernel<N extends PrimitiveName> = (
  tf: Tfjs,
  inputs: readonly EagerTensor[],
  attributes: AttributesOf<N>,
  around: Around,
) => readonly EagerTensor[];

/** Kernels of some primitives; a missing one does not compile. */
export type Kernels<N extends PrimitiveName> = { readonly [K in N]: Kernel<K> };

/** What tfjs has no operation for, or none as good as the simpler ones: it is written out before it runs. */
export const WRITTEN_OUT = [
  "relu_gradient",
  "tanh_gradient",
  "sigmoid_gradient",
  "log_softmax",
  "softmax_cross_entropy",
  "batch_norm",
  "batch_norm_gradient",
  "adam_update",
  "momentum_update",
] as const satisfies readonly Decomposable[];

/** What a run is given, and keeps outside of the table. */
type Given = "constant" | "feed" | "read";

/** The primitives that programs consist of when they run. */
export type Computed = Exclude<PrimitiveName, (typeof WRITTEN_OUT)[number] | Given>;

/** The only result of one of tfjs's kernels, which is reached by its name. */
export function runKernel(tf: Tfjs, name: string, inputs: object, attributes: object): EagerTensor {
  const result = tf.engine().runKernel(name, inputs, attributes);
  return Array.isArray(result) ? result[0]! : result;
}

/** Whether the present backend computes an operation. */
export const hasKernel = (tf: Tfjs, name: string): boolean =>
  tf.getKernel(name, tf.getBackend()) !== undefined;
