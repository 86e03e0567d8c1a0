import { logProbabilities } from "../lower/probabilities.ts";
import { number } from "../operators/settings.ts";
import { loss } from "./define.ts";

export const crossEntropy = loss({
  name: "cross_entropy",
  summary: "The surprise at the true label: its negative log-probability.",
  documentation:
    "`-Σ t log p` over the labels, where the target t is 1 for the true label; with label smoothing s it is `1 - s` there and s is spread evenly over all labels. Logits go through the softmax in one step with the logarithm, so that no probability is rounded to 0 on the way.",
  accepts: ["logits", "probability"],
  targets: ["category"],
  settings: {
    label_smoothing: number("how much of the target is spread evenly over all labels", {
      from: 0,
      to: 1,
      below: true,
      default: 0,
    }),
  },
  perRow(g, { value, target: labels }, { label_smoothing: smoothing }) {
    if (value.type.kind.name === "logits" && smoothing === 0) {
      return g.softmaxCrossEntropy(value.tensor, labels)[0];
    }
    const log = logProbabilities(g, value);
    const count = log.shape.at(-1) as number;
    const truth = g.oneHot(labels, count);
    const wanted = g.add(g.mul(truth, g.scalar(1 - smoothing)), g.scalar(smoothing / count));
    return g.neg(g.reduceSum(g.mul(wanted, log), [1]));
  },
  source: "Szegedy et al., CVPR 2016, arXiv 1512.00567 (label smoothing)",
  example: "minimise: cross_entropy(mood, label_smoothing: 0.1)",
});
