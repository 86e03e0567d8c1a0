import type { linear } from "../primitives/linear.ts";
import type { GradientRules } from "./rule.ts";

export const linearGradients: GradientRules<keyof typeof linear> = {
  // With A and B the factors as multiplied: dA = dy Bᵀ and dB = Aᵀ dy, each transposed where its operand was.
  matmul: ({ g, a, b, dy, attributes: { transposeA, transposeB } }) => [
    transposeA
      ? g.matmul(b, dy, { transposeA: transposeB, transposeB: true })
      : g.matmul(dy, b, { transposeB: !transposeB }),
    transposeB
      ? g.matmul(dy, a, { transposeA: true, transposeB: transposeA })
      : g.matmul(a, dy, { transposeA: !transposeA }),
  ],
};
