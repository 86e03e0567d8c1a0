import type { PrimitiveName } from "../../graph/primitives/index.ts";
import type { Kernel } from "./kernel.ts";

/** A cheaper way to compute some applications of a primitive: undefined where it does not fit. */
type Peephole<N extends PrimitiveName> = (
  ...args: Parameters<Kernel<N>>
) => ReturnType<Kernel<N>> | undefined;

/** Tried before the kernels. */
export const peepholes: { readonly [N in PrimitiveName]?: Peephole<N> } = {};
