import { surprises } from "../lower/surprise.ts";
import { labelWeightsSetting, number } from "../operators/settings.ts";
import { loss } from "./define.ts";
import { areWeightsFor, labelWeights } from "./label-weights.ts";

export const binaryCrossEntropy = loss({
  name: "binary_cross_entropy",
  summary: "The surprise at each label's being there or not, averaged over the labels.",
  documentation:
    "`-w t log p - (1 - t) log(1 - p)` for every label, where the target t is 1 for the labels that hold and 0 for the others; with label smoothing s it is `1 - s/2` and `s/2`. It is computed from the logits, which stays exact however sure the model is. The weight w of what is there is 1, or `positive_weights`; with `balanced` it is, for each label, how often it is absent in the training rows for each time that it is there, so that a rare label is not simply never told.",
  accepts: ["probabilities"],
  targets: ["set"],
  settings: {
    label_smoothing: number("how much of every target is moved towards one half", {
      from: 0,
      to: 1,
      below: true,
      default: 0,
    }),
    positive_weights: labelWeightsSetting(
      "what each label's being there counts, in the category's order, beside its absence; or `balanced`",
    ),
  },
  check: ({ positive_weights: weights }, output, at) =>
    areWeightsFor("positive_weights", weights, output, at),
  perRow(g, compared, { label_smoothing: smoothing, positive_weights: weights }) {
    const { value, target } = compared;
    const { yes, no } = surprises(g, value);
    const wanted =
      smoothing === 0 ? target : g.add(g.mul(target, g.scalar(1 - smoothing)), g.scalar(smoothing / 2));
    const there = g.mul(wanted, yes);
    const weighed =
      weights === undefined ? there : g.mul(there, labelWeights(g, "positive_weights", weights, compared));
    return g.reduceMean(g.add(weighed, g.mul(g.sub(g.scalar(1), wanted), no)), [1]);
  },
  example: "minimise: binary_cross_entropy(tags, label_smoothing: 0.1, positive_weights: balanced)",
});
