import type { Tensor } from "../graph/tensor.ts";
import type { LowerContext } from "./context.ts";
import type { Places } from "./places.ts";
import { affine } from "./project.ts";

/** A score that gives a weight of exactly 0 beside any ordinary score, and is finite. */
const NEVER = -1e9;

/**
 * Multi-head attention of queries `[B, n, channels]` to places: `softmax(Q Kᵀ / √(width / heads)) V` for each head,
 * with linear maps before and after. Where no place is filled, the weights are equal among all.
 *
 * @param width how many channels the heads have together
 * @returns `[B, n, channels]`, as many as come in
 */
export function attention(
  context: LowerContext,
  queries: Tensor,
  { tensor, filled }: Places,
  { heads, width }: { readonly heads: number; readonly width: number },
): Tensor {
  const { g } = context;
  const perHead = (name: string, x: Tensor) => {
    const [rows, places] = x.shape;
    const mapped = affine(context, name, x, width);
    return g.transpose(g.reshape(mapped, [rows!, places!, heads, width / heads]), [0, 2, 1, 3]);
  };
  const scaled = g.mul(perHead("query", queries), g.scalar(1 / Math.sqrt(width / heads)));
  const scores = g.matmul(scaled, perHead("key", tensor), { transposeB: true });
  const weights = weighed(
    context,
    scores,
    filled && g.reshape(filled, [filled.shape[0]!, 1, 1, filled.shape[1]!]),
  );
  const gathered = g.transpose(g.matmul(weights, perHead("value", tensor)), [0, 2, 1, 3]);
  const [rows, places, channels] = queries.shape;
  return affine(context, "output", g.reshape(gathered, [rows!, places!, width]), channels as number);
}

/** The softmax of scores over their last axis, without the places at which `filled`, which broadcasts, is 0. */
export function weighed({ g }: LowerContext, scores: Tensor, filled: Tensor | undefined): Tensor {
  if (filled === undefined) return g.softmax(scores);
  return g.softmax(g.select(g.greater(filled, g.scalar(0)), scores, g.scalar(NEVER)));
}
