import type { linear as primitives } from "../../../graph/primitives/linear.ts";
import type { Kernels } from "../kernel.ts";

export const linear: Kernels<keyof typeof primitives> = {
  matmul: (emit, inputs, { attributes: { transposeA, transposeB }, outputs }) => [
    outputs[0]!.shape.length === 2
      ? emit.op("MatMul", inputs, { transpose_a: transposeA, transpose_b: transposeB })
      : emit.op("BatchMatMulV2", inputs, { adj_x: transposeA, adj_y: transposeB }),
  ],
};
