import { countPresent, logDecisions } from "../../lower/decisions.ts";
import { hasNumberPerLabel, jointDecision } from "../decisions.ts";
import { many, operator } from "../define.ts";
import { numbers } from "../settings.ts";

export const product = operator({
  name: "product",
  summary:
    "Multiplies the probabilities of several experts: the right rule for evidence that is independent.",
  documentation:
    "`p ∝ π^(1 - M) · Π p_m`, with `π` the prior: computed as `softmax(Σ log p_m - (M - 1) log π)` over the M experts that a record has. Where each expert gives the true posterior of its own modality, and the modalities are independent given the label, the product is the true posterior of all of them. Experts that are too sure of themselves are multiplied too: bring each to its right temperature first. One expert that gives a label no chance rules it out, and one that knows nothing, giving each label its prior, changes nothing. Logits are turned into probabilities first.",
  family: "decide",
  operands: { xs: many(["logits", "probability"], "the experts, all about one category") },
  settings: {
    prior: numbers(
      "how frequent each label is, in the category's order; only ratios count, and if left out all are equal",
      { from: 1e-12, optional: true },
    ),
  },
  presence: { rule: "absent experts are left out of the product" },
  ragged: "pass",
  commutative: true,
  type({ xs }, { prior }, at) {
    const result = jointDecision(at, xs);
    if (result?.kind.name !== "probability") return undefined;
    if (prior !== undefined && !hasNumberPerLabel(at, "prior", prior, result.kind.of)) return undefined;
    return result;
  },
  lower({ g }, { xs }, { prior }) {
    const order = xs[0]!.type.axes;
    const evidence = logDecisions(g, xs, order).reduce((a, b) => g.add(a, b));
    const total = prior === undefined ? 0 : prior.reduce((a, b) => a + b);
    const counted = prior?.map((share) => Math.log(share / total));
    const repeats = g.sub(countPresent(g, xs, order.length), g.scalar(1));
    const log = g.logSoftmax(
      counted === undefined ? evidence : g.sub(evidence, g.mul(repeats, g.constant(counted))),
    );
    return { tensor: g.exp(log), log };
  },
  source:
    "Hinton, Neural Computation 14, 2002 (products of experts); Kittler et al., TPAMI 1998 (product rule)",
  example: `
    input reading: vector(8)
    input speech: vector(6)
    output mood: Mood = product(reading |> classify(Mood), speech |> classify(Mood), prior: [3, 1])`,
});
