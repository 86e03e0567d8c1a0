import type { Ops } from "../../graph/ops.ts";
import type { Tensor } from "../../graph/tensor.ts";
import { asDecision, countPresent, logDecisions, rankOfDecision } from "../../lower/decisions.ts";
import { isDecision } from "../../types/value-type.ts";
import { hasNumberPerLabel, isAboutEach, jointDecision } from "../decisions.ts";
import { many, operator } from "../define.ts";
import { numbers } from "../settings.ts";

export const product = operator({
  name: "product",
  summary:
    "Multiplies the probabilities of several experts: the right rule for evidence that is independent.",
  documentation:
    "`p ∝ π^(1 - M) · Π p_m`, with `π` the prior: computed as `softmax(Σ log p_m - (M - 1) log π)` over the M experts that a record has. Where each expert gives the true posterior of its own modality, and the modalities are independent given the label, the product is the true posterior of all of them. Experts that are too sure of themselves are multiplied too: bring each to its right temperature first. One expert that gives a label no chance rules it out, and one that knows nothing, giving each label its prior, changes nothing. Logits are turned into probabilities first. Where any number of labels may hold, as `tag` decides, every label is multiplied by itself, its prior being the share of records that have it: below 1.",
  family: "decide",
  operands: { xs: many(["logits", "probability", "probabilities"], "the experts, all about one category") },
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
    if (result === undefined || !isDecision(result.kind)) return undefined;
    if (prior !== undefined && !hasNumberPerLabel(at, "prior", prior, result.kind.of)) return undefined;
    const most = prior?.find((share) => share >= 1);
    if (most !== undefined && xs.some(isAboutEach)) {
      return at.fail("setting_range", "prior", { setting: "prior", found: most, range: "from 0 to below 1" });
    }
    return result;
  },
  lower({ g }, { xs }, { prior }) {
    const order = xs[0]!.type.axes;
    const evidence = logDecisions(g, xs, order).reduce((a, b) => g.add(a, b));
    const repeats = g.sub(countPresent(g, xs, rankOfDecision(xs[0]!)), g.scalar(1));
    const log = g.logSoftmax(
      prior === undefined
        ? evidence
        : g.sub(
            evidence,
            g.mul(
              repeats,
              logPrior(
                g,
                prior,
                xs.some(({ type }) => isAboutEach(type)),
              ),
            ),
          ),
    );
    return asDecision(g, xs, { tensor: g.exp(log), log });
  },
  source:
    "Hinton, Neural Computation 14, 2002 (products of experts); Kittler et al., TPAMI 1998 (product rule)",
  example: `
    input reading: vector(8)
    input speech: vector(6)
    output mood: Mood = product(reading |> classify(Mood), speech |> classify(Mood), prior: [3, 1])`,
});

/** The logarithms of how frequent labels are, `[K]`, or that each holds and does not, `[K, 2]`. */
function logPrior(g: Ops, prior: readonly number[], isEach: boolean): Tensor {
  const total = prior.reduce((a, b) => a + b);
  const logs = isEach
    ? prior.flatMap((share) => [Math.log(share), Math.log1p(-share)])
    : prior.map((share) => Math.log(share / total));
  return g.constant(logs, isEach ? [prior.length, 2] : [prior.length]);
}
