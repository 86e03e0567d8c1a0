import type { Ops } from "../graph/ops.ts";
import type { Tensor } from "../graph/tensor.ts";
import type { Lowered } from "../lower/context.ts";
import { number } from "../operators/settings.ts";
import { loss } from "./define.ts";

export const binaryCrossEntropy = loss({
  name: "binary_cross_entropy",
  summary: "The surprise at each label's being there or not, averaged over the labels.",
  documentation:
    "`-t log p - (1 - t) log(1 - p)` for every label, where the target t is 1 for the labels that hold and 0 for the others; with label smoothing s it is `1 - s/2` and `s/2`. It is computed from the logits, which stays exact however sure the model is.",
  accepts: ["probabilities"],
  targets: ["set"],
  settings: {
    label_smoothing: number("how much of every target is moved towards one half", {
      from: 0,
      to: 1,
      below: true,
      default: 0,
    }),
  },
  perRow(g, { value, target }, { label_smoothing: smoothing }) {
    const { yes, no } = surprises(g, value);
    const wanted =
      smoothing === 0 ? target : g.add(g.mul(target, g.scalar(1 - smoothing)), g.scalar(smoothing / 2));
    const other = g.sub(g.scalar(1), wanted);
    return g.reduceMean(g.add(g.mul(wanted, yes), g.mul(other, no)), [1]);
  },
  example: "minimise: binary_cross_entropy(tags, label_smoothing: 0.1)",
});

/** Takes the place of smaller probabilities where a logarithm is taken, so that it stays finite. */
const SMALLEST = 1e-7;

/** `-log p` and `-log(1 - p)` of probabilities. */
function surprises(g: Ops, { tensor, logit }: Lowered): { yes: Tensor; no: Tensor } {
  if (logit !== undefined) return { yes: g.softplus(g.neg(logit)), no: g.softplus(logit) };
  const p = g.clip(tensor, SMALLEST, 1 - SMALLEST);
  return { yes: g.neg(g.log(p)), no: g.neg(g.log(g.sub(g.scalar(1), p))) };
}
