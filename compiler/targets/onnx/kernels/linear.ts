import type { linear as primitives } from "../../../graph/primitives/linear.ts";
import type { Kernels } from "../kernel.ts";

/** The last two axes of so many exchanged. */
const flip = (rank: number) => Array.from({ length: rank }, (_, i) => (i < rank - 2 ? i : 2 * rank - 3 - i));

export const linear: Kernels<keyof typeof primitives> = {
  matmul(emit, [a, b], { attributes: { transposeA, transposeB }, outputs }) {
    const rank = outputs[0]!.shape.length;
    if (rank === 2) {
      return [emit.op("Gemm", [a, b], { transA: Number(transposeA), transB: Number(transposeB) })];
    }
    const left = transposeA ? emit.transpose(a!, flip(rank)) : a;
    const right = transposeB ? emit.transpose(b!, flip(rank)) : b;
    return [emit.op("MatMul", [left, right])];
  },
};
