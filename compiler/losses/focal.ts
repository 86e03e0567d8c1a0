import type { Ops } from "../graph/ops.ts";
import type { Tensor } from "../graph/tensor.ts";
import type { Lowered } from "../lower/context.ts";
import { logProbabilities } from "../lower/probabilities.ts";
import { surprises } from "../lower/surprise.ts";
import { labelWeightsSetting, number } from "../operators/settings.ts";
import { loss } from "./define.ts";
import { areWeightsFor, labelWeights } from "./label-weights.ts";

/** Keeps the logarithm of the probability of all other labels finite. */
const SMALLEST = 1e-30;

export const focal = loss({
  name: "focal",
  summary: "Cross-entropy that counts what is told well already for little.",
  documentation:
    "`-(1 - p)^gamma log p` with the probability p of the true label; of a set, the same for each label's being there or not, averaged over the labels. With `gamma: 0` it is the cross-entropy; the larger it is, the more the hard records count, which helps where nearly all records are easy.",
  accepts: ["logits", "probability", "probabilities"],
  targets: ["category", "ordered", "set"],
  settings: {
    gamma: number("how little the easy records count", { from: 0, default: 2 }),
    class_weights: labelWeightsSetting(
      "what a record counts, by its true label, in the category's order; `balanced` lets all labels count alike",
    ),
  },
  check({ class_weights: weights }, output, at) {
    if (weights === undefined || output.kind !== "set") {
      return areWeightsFor("class_weights", weights, output, at);
    }
    const reason = "a record of a set has no single true label to be weighed by";
    const help = ["leave it out, or use `binary_cross_entropy` with `positive_weights`"];
    at.fail("setting_idle", "class_weights", { setting: "class_weights", reason }, { help });
    return false;
  },
  perRow(g, compared, { gamma, class_weights: weights }) {
    const { value, target, output } = compared;
    if (output.kind === "set") return ofSets(g, value, target, gamma);
    const log = logProbabilities(g, value);
    const truth = g.oneHot(target, log.shape.at(-1) as number);
    const surprise = g.neg(g.reduceSum(g.mul(truth, log), [1]));
    // What the other labels have together is exact where 1 - p would be rounded away.
    const others = g.reduceSum(g.mul(g.exp(log), g.sub(g.scalar(1), truth)), [1]);
    const hard = g.exp(g.mul(g.log(g.maximum(others, g.scalar(SMALLEST))), g.scalar(gamma)));
    const each = g.mul(hard, surprise);
    if (weights === undefined) return each;
    return g.mul(each, g.gather(labelWeights(g, "class_weights", weights, compared), target));
  },
  source: "Lin et al., ICCV 2017, arXiv 1708.02002",
  example: "minimise: focal(mood, gamma: 2)",
});

/** `(1 - p)^γ` is `e^(-γ (-log(1 - p)))`, which never is of nothing. */
function ofSets(g: Ops, value: Lowered, target: Tensor, gamma: number): Tensor {
  const { yes, no } = surprises(g, value);
  const weighed = (surprise: Tensor, other: Tensor) => g.mul(surprise, g.exp(g.mul(other, g.scalar(-gamma))));
  const there = g.mul(target, weighed(yes, no));
  const absent = g.mul(g.sub(g.scalar(1), target), weighed(no, yes));
  return g.reduceMean(g.add(there, absent), [1]);
}
