import type { Ops } from "../graph/ops.ts";
import type { Tensor } from "../graph/tensor.ts";
import type { Lowered } from "../lower/context.ts";
import { logProbabilities } from "../lower/probabilities.ts";
import { labelWeightsSetting, number } from "../operators/settings.ts";
import { loss } from "./define.ts";
import { areWeightsFor, labelWeights } from "./label-weights.ts";

export const crossEntropy = loss({
  name: "cross_entropy",
  summary: "The surprise at the true label: its negative log-probability.",
  documentation:
    "`-Σ t log p` over the labels, where the target t is 1 for the true label; with label smoothing s it is `1 - s` there and s is spread evenly over all labels. Logits go through the softmax in one step with the logarithm, so that no probability is rounded to 0 on the way. With `class_weights` a record's loss is multiplied by the weight of its true label; `balanced` weighs a label by `N / (K n)`, of whose N training rows n have it and K labels occur, so that every label counts as much as any other and the mean weight is 1.",
  accepts: ["logits", "probability"],
  targets: ["category", "ordered"],
  settings: {
    label_smoothing: number("how much of the target is spread evenly over all labels", {
      from: 0,
      to: 1,
      below: true,
      default: 0,
    }),
    class_weights: labelWeightsSetting(
      "what a record counts, by its true label, in the category's order; `balanced` lets all labels count alike",
    ),
  },
  check: ({ class_weights: weights }, output, at) => areWeightsFor("class_weights", weights, output, at),
  perRow(g, compared, { label_smoothing: smoothing, class_weights: weights }) {
    const { value, target: labels } = compared;
    const each = unweighted(g, value, labels, smoothing);
    if (weights === undefined) return each;
    return g.mul(each, g.gather(labelWeights(g, "class_weights", weights, compared), labels));
  },
  source: "Szegedy et al., CVPR 2016, arXiv 1512.00567 (label smoothing)",
  example: "minimise: cross_entropy(mood, label_smoothing: 0.1, class_weights: balanced)",
});

function unweighted(g: Ops, value: Lowered, labels: Tensor, smoothing: number): Tensor {
  if (value.type.kind.name === "logits" && smoothing === 0) {
    return g.softmaxCrossEntropy(value.tensor, labels)[0];
  }
  const log = logProbabilities(g, value);
  const count = log.shape.at(-1) as number;
  const truth = g.oneHot(labels, count);
  const wanted = g.add(g.mul(truth, g.scalar(1 - smoothing)), g.scalar(smoothing / count));
  return g.neg(g.reduceSum(g.mul(wanted, log), [1]));
}
