import type { PrimitiveName } from "../../graph/primitives/index.ts";
import type { Tensor } from "../../graph/tensor.ts";
import { layerNormOf } from "./layer-norm.ts";

/** Primitives that make ordinary numbers of ordinary numbers, short of an overflow. */
const KEEPING: ReadonlySet<PrimitiveName> = new Set([
  "constant",
  "read",
  "neg",
  "square",
  "abs",
  "sign",
  "floor",
  "tanh",
  "sigmoid",
  "softplus",
  "relu",
  "erf",
  "sin",
  "cos",
  "add",
  "sub",
  "mul",
  "maximum",
  "minimum",
  "select",
  "cast",
  "stop_gradient",
  "reshape",
  "transpose",
  "broadcast_to",
  "concat",
  "slice",
  "pad",
  "reverse",
  "reduce_sum",
  "reduce_mean",
  "reduce_max",
  "reduce_min",
  "matmul",
  "conv2d",
  "depthwise_conv2d",
  "max_pool2d",
  "avg_pool2d",
  "gather",
  "softmax",
]);

/**
 * Tells tensors that hold neither NaN nor infinity, whatever is fed: those that are no floats, and what follows from them
 * and from weights without a division, a root or a logarithm but that of a layer normalisation. What is fed as floats may
 * hold anything.
 */
export function createFiniteness(): (tensor: Tensor) => boolean {
  const known = new Map<Tensor, boolean>();
  function holdsNumbers(tensor: Tensor): boolean {
    const found = known.get(tensor);
    if (found !== undefined) return found;
    const answer = tensor.dtype !== "float32" || follows(tensor);
    known.set(tensor, answer);
    return answer;
  }
  function follows({ node }: Tensor): boolean {
    const norm = layerNormOf(node);
    if (norm !== undefined) return holdsNumbers(norm.x);
    return KEEPING.has(node.primitive as PrimitiveName) && node.inputs.every(holdsNumbers);
  }
  return holdsNumbers;
}
