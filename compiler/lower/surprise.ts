/** How labels that hold or not, each by itself, are told in logarithms. */
import type { Ops } from "../graph/ops.ts";
import type { Tensor } from "../graph/tensor.ts";
import type { Lowered } from "./context.ts";

/** Takes the place of smaller probabilities where a logarithm is taken, so that it stays finite. */
const SMALLEST = 1e-7;

/** `-log p` and `-log(1 - p)` of probabilities, from their logits where those are known. */
export function surprises(g: Ops, { tensor, logit }: Lowered): { yes: Tensor; no: Tensor } {
  if (logit !== undefined) return { yes: g.softplus(g.neg(logit)), no: g.softplus(logit) };
  const p = g.clip(tensor, SMALLEST, 1 - SMALLEST);
  return { yes: g.neg(g.log(p)), no: g.neg(g.log(g.sub(g.scalar(1), p))) };
}
