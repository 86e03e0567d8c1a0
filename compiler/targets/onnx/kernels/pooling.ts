import type { Pooling, pooling as primitives } from "../../../graph/primitives/pooling.ts";
import type { Shape } from "../../../graph/tensor.ts";
import type { Emit } from "../emit.ts";
import type { Kernels } from "../kernel.ts";
import type { Value } from "../node.ts";
import { arranged, CHANNELS_FIRST, lying } from "../order.ts";
import { sliding } from "./convolution.ts";

interface Pooled {
  readonly inputs: readonly { readonly shape: Shape }[];
  readonly attributes: Pooling;
}

/** What hangs over the edge counts neither in ONNX's largest nor, unless it is asked for, in its mean. */
const pooled = (op: "MaxPool" | "AveragePool") => ({
  ordered(emit: Emit, [x]: readonly Value[], { inputs, attributes }: Pooled): readonly Value[] {
    const { shape } = inputs[0]!;
    const images = arranged(emit, x!, shape, CHANNELS_FIRST);
    return [lying(emit.op(op, [images], sliding(shape, attributes.window, attributes)), CHANNELS_FIRST)];
  },
});

export const pooling: Kernels<Exclude<keyof typeof primitives, `${string}_gradient`>> = {
  max_pool2d: pooled("MaxPool"),
  avg_pool2d: pooled("AveragePool"),
};
