import { arranged, presentOr } from "../../lower/arrange.ts";
import { logProbabilities } from "../../lower/probabilities.ts";
import { jointDecision, labelsOf } from "../decisions.ts";
import { many, operator } from "../define.ts";
import { hiddenUnits, perceptron, perceptronFormula, perceptronWeights } from "../perceptron.ts";
import { choice } from "../settings.ts";

export const stacking = operator({
  name: "stacking",
  summary:
    "Decides by what the paths decide: a model over their probabilities, which learns whom to trust when.",
  documentation:
    "`y = W [q_1; …; q_M] + b`, or two layers with `hidden`, where `q_m` are the path's probabilities or their logarithms. A path that a record lacks counts like one that finds all labels equally likely. The result are logits.\n\n**What leaks.** On the records that a path was trained on it is right more often, and surer, than on new ones. A model over the paths that learns from those records learns to trust whichever path has memorised most. Wolpert's remedy is to let it learn from predictions of paths that have not seen the record, fold by fold. A training with a phase on `folds` for the paths, and one that takes them `out_of_fold` for the model over them, does that. Trained in one go with its paths, `stacking` is a head on top of them and no more honest than any other layer: keep it small, and judge it on the validation split.",
  family: "decide",
  operands: { xs: many(["logits", "probability"], "the decisions, all about one category") },
  settings: {
    of: choice(["probability", "log_probability"], "which numbers of a path are looked at", {
      default: "probability",
    }),
    hidden: hiddenUnits,
  },
  presence: { rule: "an absent path counts like one that finds all labels equally likely" },
  ragged: "pass",
  type: ({ xs }, _, at) => jointDecision(at, xs, "logits"),
  parameters: {
    formula: perceptronFormula("paths · labels", "labels"),
    count: ({ xs }, { hidden }) => perceptronWeights(sizes(xs.length, labelsOf(xs[0]!), hidden)),
  },
  lower(context, { xs }, { of, hidden }) {
    const { g } = context;
    const labels = labelsOf(xs[0]!.type);
    const said = xs.map((x) => {
      const log = arranged(g, { ...x, tensor: logProbabilities(g, x) }, xs[0]!.type.axes);
      return of === "probability"
        ? presentOr(g, x, 1 / labels, g.exp(log))
        : presentOr(g, x, -Math.log(labels), log);
    });
    return perceptron(context, g.concat(said, -1), sizes(xs.length, labels, hidden));
  },
  source: "Wolpert, Neural Networks 5, 1992; Ting & Witten, JAIR 10, 1999 (why probabilities, not labels)",
  example: `
    input reading: vector(8)
    input speech: vector(6)
    output mood: Mood = stacking(reading |> classify(Mood), speech |> classify(Mood))`,
});

const sizes = (paths: number, labels: number, hidden: number | undefined) => ({
  from: paths * labels,
  hidden,
  to: labels,
});
