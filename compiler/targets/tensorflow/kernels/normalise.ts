import type { normalise as primitives } from "../../../graph/primitives/normalise.ts";
import { product, type Tensor } from "../../../graph/tensor.ts";
import { byParts } from "../../by-parts.ts";
import type { Emit } from "../emit.ts";
import type { Kernels } from "../kernel.ts";
import type { Value } from "../node.ts";
import { target } from "./shape.ts";

/** Where FusedBatchNormV3 keeps what its gradient needs, among the results of the kernel of batch_norm. */
const RESERVED = 3;

/** Values of any rank as images of one pixel, `[N, 1, 1, C]`, which is all that the fused operations take. */
function pixels(emit: Emit, x: Value, { shape }: Tensor): Value {
  const sizes = [product(shape.slice(0, -1)), 1, 1, shape.at(-1)!];
  return emit.op("Reshape", [x, target(emit, sizes)]);
}

/**
 * FusedBatchNormV3 gives the unbiased variance, the sum of squares divided by N - 1 (by 1 where N is 1), although it
 * normalises by the biased one. What the primitive promises is the biased one, so it is multiplied by (N - 1) / N.
 * What the operation reserves for its gradient differs between devices and is used for nothing else.
 *
 * Neither operation has a double kernel.
 */
export const normalise: Kernels<keyof typeof primitives> = {
  batch_norm(emit, inputs, node) {
    if (emit.precision === "float64") return byParts(emit, inputs, node);
    const [x, scale, offset] = inputs;
    const [values] = node.inputs;
    const none = emit.constant("float", [0], []);
    const [y, mean, unbiased, ...reserved] = emit.all(
      "FusedBatchNormV3",
      [pixels(emit, x!, values!), scale!, offset!, none, none],
      { epsilon: node.attributes.epsilon, is_training: true, data_format: "NHWC" },
    );
    const count = emit.op("Cast", [emit.size(product(values!.shape.slice(0, -1)))], { DstT: "float" });
    const bias = emit.op("RealDiv", [emit.op("Sub", [count, emit.scalar(1, "float32")]), count]);
    const shaped = emit.op("Reshape", [y!, target(emit, values!.shape)]);
    return [shaped, mean!, emit.op("Mul", [unbiased!, bias]), ...reserved];
  },

  batch_norm_gradient(emit, inputs, node) {
    const [gradient, x, scale] = inputs;
    const [like, values, , mean, variance] = node.inputs;
    const forward = mean!.node;
    const fused =
      emit.precision === "float32" &&
      forward === variance!.node &&
      forward.primitive === "batch_norm" &&
      forward.inputs[0] === values &&
      forward.attributes.epsilon === node.attributes.epsilon;
    if (!fused) return byParts(emit, inputs, node);
    const reserved = emit.resultsOf(forward).slice(RESERVED, RESERVED + 3);
    const [dx, dscale, doffset] = emit.all(
      "FusedBatchNormGradV3",
      [pixels(emit, gradient!, like!), pixels(emit, x!, values!), scale!, ...reserved],
      { epsilon: node.attributes.epsilon, is_training: true, data_format: "NHWC" },
    );
    return [emit.op("Reshape", [dx!, target(emit, values!.shape)]), dscale!, doffset!];
  },
};
