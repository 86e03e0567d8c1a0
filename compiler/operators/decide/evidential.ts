import { arranged, presentOr } from "../../lower/arrange.ts";
import { jointDecision, labelsOf } from "../decisions.ts";
import { many, operator } from "../define.ts";

export const evidential = operator({
  name: "evidential",
  summary: "Joins the evidence of several views by Dempster's rule, each with its own uncertainty: TMC.",
  documentation:
    "The evidence of a view for a label is `e = softplus(logit)`, which makes a Dirichlet distribution with `α = e + 1`, beliefs `b = e / S` and the uncertainty `u = K / S`, where `S = Σ α`. Dempster's rule joins the views, and the result is the mean of the joint Dirichlet distribution. In terms of evidence the rule is a product: `1 + E_k / K = Π_m (1 + e_mk / K)`, and `p_k = (E_k + 1) / (Σ E + K)`. A view without any evidence changes nothing, and without evidence from any view all labels are equally likely. The loss of the same name teaches each view its evidence.",
  family: "decide",
  operands: { xs: many(["logits"], "the views' logits, all about one category") },
  settings: {},
  presence: { rule: "absent views bring no evidence, which changes nothing" },
  ragged: "pass",
  commutative: true,
  type: ({ xs }, _, at) => jointDecision(at, xs),
  lower({ g }, { xs }) {
    // Dempster's rule multiplies commonalities, here b + u for a label and u for all of them; their ratio for one
    // view is 1 + e/K. With L the logarithm of the product over views, E + 1 = K e^L - (K - 1), and L is at least 0.
    const labels = labelsOf(xs[0]!.type);
    const views = xs.map((x) => {
      const evidence = g.softplus(arranged(g, x, xs[0]!.type.axes));
      return presentOr(g, x, 0, g.log(g.add(g.mul(evidence, g.scalar(1 / labels)), g.scalar(1))));
    });
    const joint = views.reduce((a, b) => g.add(a, b));
    const rest = g.sub(g.scalar(labels), g.mul(g.exp(g.neg(joint)), g.scalar(labels - 1)));
    const log = g.logSoftmax(g.add(joint, g.log(rest)));
    return { tensor: g.exp(log), log };
  },
  source: "Han et al., ICLR 2021, arXiv 2102.02051; Sensoy et al., NeurIPS 2018, arXiv 1806.01768",
  example: `
    input reading: vector(8)
    input speech: vector(6)
    output mood: Mood = evidential(reading |> classify(Mood), speech |> classify(Mood))`,
});
