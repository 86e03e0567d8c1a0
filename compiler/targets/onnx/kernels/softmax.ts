import type { softmax as primitives } from "../../../graph/primitives/softmax.ts";
import { byParts } from "../../by-parts.ts";
import type { Kernels } from "../kernel.ts";

export const softmax: Kernels<keyof typeof primitives> = {
  softmax: (emit, [a]) => [emit.op("Softmax", [a], { axis: -1 })],
  log_softmax: (emit, [a]) => [emit.op("LogSoftmax", [a], { axis: -1 })],
  softmax_cross_entropy: byParts,
};
