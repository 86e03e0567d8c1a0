import type { Ops } from "../graph/ops.ts";
import type { Tensor } from "../graph/tensor.ts";
import { logProbabilities } from "../lower/probabilities.ts";
import { loss } from "./define.ts";

/** Stands for the logarithm of zero: far below any other, and finite. */
const NEVER = -1e9;

export const ordinal = loss({
  name: "ordinal",
  summary: "The surprise, at every step between two labels, at the true label's lying above or below it.",
  documentation:
    "`-Σ_k (t_k log P(label > k) + (1 - t_k) log P(label ≤ k))` over the steps k between neighbouring labels, where `t_k` is 1 if the true label lies above. A label that is two steps off costs twice as much as its neighbour, where `cross_entropy` counts all wrong labels alike. Any decision about the category can be learned so; `rank` is made for it.",
  accepts: ["logits", "probability"],
  targets: ["ordered"],
  settings: {},
  perRow(g, { value, target }) {
    const log = logProbabilities(g, value);
    const labels = log.shape.at(-1) as number;
    const above = cumulated(g, log, (label, k) => label > k);
    const below = cumulated(g, log, (label, k) => label <= k);
    const steps = g.constant(
      Array.from({ length: labels - 1 }, (_, k) => k),
      [1, labels - 1],
      "int32",
    );
    const isAbove = g.greater(g.reshape(target, [...target.shape, 1]), steps);
    return g.neg(g.reduceSum(g.select(isAbove, above, below), [1]));
  },
  source: "Cao, Mirjalili & Raschka, Pattern Recognition Letters 2020, arXiv 1901.07884 (CORAL)",
  example: "minimise: ordinal(grade)",
});

/** `[B, labels - 1]`: for every step k, the logarithm of what those labels have together that are `among` them. */
function cumulated(g: Ops, log: Tensor, among: (label: number, k: number) => boolean): Tensor {
  const [rows, labels] = log.shape as [Tensor["shape"][number], number];
  const columns = Array.from({ length: labels - 1 }, (_, k) => {
    const mask = Array.from({ length: labels }, (_, label) => (among(label, k) ? 0 : NEVER));
    return g.reshape(g.logSumExp(g.add(log, g.constant(mask, [1, labels])), [1]), [rows, 1]);
  });
  return g.concat(columns, 1);
}
