import { arranged, presentOr } from "../../lower/arrange.ts";
import { jointDecision } from "../decisions.ts";
import { many, operator } from "../define.ts";
import { flag, number } from "../settings.ts";

export const quality = operator({
  name: "quality",
  summary: "Adds the logits of several paths, each weighed row by row by how large its logits are: QMF.",
  documentation:
    "`y = Σ_m c_m · logits_m` with the confidence `c_m = scale · log Σ_k e^(logits_mk)`, the negative energy of the path. The confidences are as the paper has them: not brought to the sum 1, and below 0, so that they turn a path around, where all of its logits are well below 0. A constant that is added to all logits of a path, which no softmax sees, changes its confidence: give each path a loss of its own, and keep an eye on it. The paper's regulariser, which holds the confidences against how often a record was learned, is not part of the operator.",
  family: "decide",
  operands: { xs: many(["logits"], "the decisions, all about one category") },
  settings: {
    scale: number("what the confidences are multiplied by", { from: 1e-6, to: 1e6, default: 0.1 }),
    detach: flag("whether confidences are taken as they are, so that no gradient flows through them", {
      default: false,
    }),
  },
  presence: { rule: "absent paths add nothing" },
  ragged: "pass",
  commutative: true,
  unweighted: "i2m2",
  type: ({ xs }, _, at) => jointDecision(at, xs, "logits"),
  lower: ({ g }, { xs }, { scale, detach }) =>
    xs
      .map((x) => {
        const logits = arranged(g, x, xs[0]!.type.axes);
        const confidence = g.mul(g.logSumExp(logits, [-1], true), g.scalar(scale));
        return presentOr(g, x, 0, g.mul(detach ? g.stopGradient(confidence) : confidence, logits));
      })
      .reduce((a, b) => g.add(a, b)),
  source: "Zhang et al., ICML 2023, arXiv 2306.02050",
  example: `
    input reading: vector(8)
    input speech: vector(6)
    output mood: Mood = quality(reading |> classify(Mood), speech |> classify(Mood))`,
});
