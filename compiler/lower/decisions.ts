import type { Ops } from "../graph/ops.ts";
import type { Tensor } from "../graph/tensor.ts";
import type { Axis } from "../types/value-type.ts";
import { arranged, perRow, presentOr } from "./arrange.ts";
import type { Lowered } from "./context.ts";
import { logProbabilities } from "./probabilities.ts";

/** Stands for the logarithm of zero: far below any other, and finite, so that nothing becomes NaN. */
export const NEVER = -1e9;

/**
 * The natural logarithms of decisions `xs`, each `[B, …, K]` with its axes in the order of `axes`. A row that lacks a
 * decision holds 0 everywhere, so that it adds nothing to a sum of logarithms.
 */
export function logDecisions(g: Ops, xs: readonly Lowered[], axes: readonly Axis[]): Tensor[] {
  return xs.map((x) => presentOr(g, x, 0, arranged(g, { ...x, tensor: logProbabilities(g, x) }, axes)));
}

/** How many of some values each row has, float32, shaped to broadcast against `rank` axes behind the batch. */
export function countPresent(g: Ops, xs: readonly Lowered[], rank: number): Tensor {
  const flags = xs.flatMap(({ presence }) => (presence === undefined ? [] : [perRow(g, presence, rank)]));
  return flags.reduce((a, b) => g.add(a, b), g.scalar(xs.length - flags.length));
}

/** The logarithms of shares of a whole, from those of weights, which must be of one shape. */
export function logShares(g: Ops, weights: readonly Tensor[]): Tensor[] {
  const total = g.logAddExp(weights);
  return weights.map((weight) => g.sub(weight, total));
}
