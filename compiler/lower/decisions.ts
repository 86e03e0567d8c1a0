import type { Ops } from "../graph/ops.ts";
import type { Tensor } from "../graph/tensor.ts";
import type { Axis } from "../types/value-type.ts";
import { arranged, lastPlaces, perRow, presentOr } from "./arrange.ts";
import type { Lowered } from "./context.ts";
import { logProbabilities } from "./probabilities.ts";
import { surprises } from "./surprise.ts";

/** Stands for the logarithm of zero: far below any other, and finite, so that nothing becomes NaN. */
export const NEVER = -1e9;

/**
 * The natural logarithms of decisions `xs`, each `[B, …, K]` with its axes in the order of `axes`. A row that lacks a
 * decision holds 0 everywhere, so that it adds nothing to a sum of logarithms. Where any number of labels may hold, each
 * label is a decision of its own, that it holds or does not: `[B, …, K, 2]`.
 */
export function logDecisions(g: Ops, xs: readonly Lowered[], axes: readonly Axis[]): Tensor[] {
  return xs.map((x) => {
    const inOrder = (tensor: Tensor) => arranged(g, { ...x, tensor }, axes);
    if (!decidesEach(x)) return presentOr(g, x, 0, inOrder(logProbabilities(g, x)));
    const { yes, no } = surprises(g, x);
    const pair = [yes, no].map((surprise) => {
      const log = g.neg(inOrder(surprise));
      return g.reshape(log, [...log.shape, 1]);
    });
    return presentOr(g, x, 0, g.concat(pair, pair[0]!.shape.length - 1));
  });
}

/** Whether any number of labels may hold, so that each is decided about by itself. */
const decidesEach = ({ type }: Lowered): boolean => type.kind.name === "probabilities";

/** How many axes behind the batch the logarithms of a decision have. */
export const rankOfDecision = (x: Lowered): number => x.type.axes.length + (decidesEach(x) ? 1 : 0);

/** What decisions `xs` give together, from its logarithms or probabilities as `logDecisions` lays them out. */
export function asDecision(
  g: Ops,
  [x]: readonly Lowered[],
  joint: Tensor | { readonly tensor: Tensor; readonly log: Tensor },
): Tensor | Pick<Lowered, "tensor" | "log" | "logit"> {
  if (x === undefined || !decidesEach(x)) return joint;
  const place = (of: Tensor, at: number) => {
    const sizes = of.shape.slice(0, -1);
    return g.reshape(lastPlaces(g, of, at, 1), sizes);
  };
  if (!("log" in joint)) return place(joint, 0);
  return { tensor: place(joint.tensor, 0), logit: g.sub(place(joint.log, 0), place(joint.log, 1)) };
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
