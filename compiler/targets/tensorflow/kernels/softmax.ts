import type { softmax as primitives } from "../../../graph/primitives/softmax.ts";
import type { Kernels } from "../kernel.ts";

export const softmax: Kernels<keyof typeof primitives> = {
  softmax: (emit, inputs) => [emit.op("Softmax", inputs)],
  log_softmax: (emit, inputs) => [emit.op("LogSoftmax", inputs)],
  softmax_cross_entropy: (emit, inputs) => emit.all("SparseSoftmaxCrossEntropyWithLogits", inputs),
};
