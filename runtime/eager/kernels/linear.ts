import type { linear as primitives } from "../../../compiler/graph/primitives/linear.ts";
import type { Kernels } from "../kernel.ts";

export const linear: Kernels<keyof typeof primitives> = {
  matmul: (tf, [a, b], { transposeA, transposeB }) => [tf.matMul(a!, b!, transposeA, transposeB)],
};
