import type { Ops } from "../graph/ops.ts";
import type { Tensor } from "../graph/tensor.ts";

/**
 * All products of a number of the last axis of one tensor and one of the other's, the first tensor's slowest: `[…, N]`
 * and `[…, M]` give `[…, N · M]`. Leading axes broadcast.
 */
export function outer(g: Ops, a: Tensor, b: Tensor): Tensor {
  const table = g.mul(g.expandDims(a, -1), g.expandDims(b, -2));
  const [rows, columns] = table.shape.slice(-2) as [number, number];
  return g.reshape(table, [...table.shape.slice(0, -2), rows * columns]);
}

/** `[1; x]`: the last axis with a 1 before its first place. */
export function withOne(g: Ops, x: Tensor): Tensor {
  const zeros = x.shape.map(() => 0);
  return g.pad(x, [...zeros.slice(1), 1], zeros, 1);
}
