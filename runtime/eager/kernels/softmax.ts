import type { softmax as primitives } from "../../../compiler/graph/primitives/softmax.ts";
import type { Computed, Kernels } from "../kernel.ts";

export const softmax: Kernels<keyof typeof primitives & Computed> = {
  softmax: (tf, [a]) => [tf.softmax(a!, -1)],
};
