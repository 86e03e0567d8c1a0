import type { Ops } from "../../graph/ops.ts";
import type { Tensor } from "../../graph/tensor.ts";
import { arranged, perRow, presentOr } from "../../lower/arrange.ts";
import type { Lowered } from "../../lower/context.ts";
import { logProbabilities } from "../../lower/probabilities.ts";
import { many, operator } from "../define.ts";
import { joinAxes, needOneCategory } from "../rules.ts";
import { choice } from "../settings.ts";

/** Stands for the logarithm of zero: far below any weight, and finite, so that nothing becomes NaN. */
const NEVER = -1e9;

export const vote = operator({
  name: "vote",
  summary: "Averages the decisions of several paths, each with its weight: late fusion.",
  documentation:
    "`p = Σ w_m p_m / Σ w_m` over the paths that a record has. Logits are turned into probabilities first. `equal` gives every path one vote; `learned` trains one weight per path, started equal; `confidence` weighs a path, row by row, by the probability of its likeliest label, through which gradients flow.",
  family: "decide",
  operands: { xs: many(["logits", "probability"], "the decisions, all about one category") },
  settings: {
    weight: choice(["equal", "learned", "confidence"], "what a path's vote counts", { default: "equal" }),
  },
  presence: { rule: "the votes of absent paths are left out and the others renormalised" },
  ragged: "pass",
  commutative: true,
  type({ xs }, _, at) {
    const of = needOneCategory(at, "xs", xs);
    const axes = joinAxes(at, "xs", xs);
    if (of === undefined || axes === undefined) return undefined;
    return { kind: { name: "probability", of }, axes, range: { name: "between", low: 0, high: 1 } };
  },
  parameters: {
    formula: "one per path if `learned`, else 0",
    count: ({ xs }, { weight }) => (weight === "learned" ? xs.length : 0),
  },
  lower({ g, weight: trained }, { xs }, { weight }) {
    const order = xs[0]!.type.axes;
    const rank = order.length;
    const learned = weight === "learned" ? trained("votes", [xs.length], { kind: "zeros" }) : undefined;

    // In logarithms throughout: log p = logsumexp(log w_m + log p_m) - logsumexp(log w_m).
    const decisions = xs.map((x) =>
      presentOr(g, x, 0, arranged(g, { ...x, tensor: logProbabilities(g, x) }, order)),
    );
    const weights = decisions.map((decision, m) => {
      const confidence = weight === "confidence" ? g.reduceMax(decision, [rank], true) : undefined;
      const own = learned && g.reshape(g.slice(learned, [m], [1]), Array(rank + 1).fill(1));
      return withPresence(g, xs[m]!, confidence ?? own ?? g.scalar(0), rank);
    });
    const votes = decisions.map((decision, m) => g.add(decision, weights[m]!));
    const total = g.logAddExp(weights.map((w) => g.broadcastTo(w, [...votes[0]!.shape.slice(0, -1), 1])));
    const log = g.sub(g.logAddExp(votes), total);
    return { tensor: g.exp(log), log };
  },
  source: "Kittler et al., TPAMI 1998 (rules of combination)",
  example: `
    input reading: vector(8)
    input speech: vector(6)
    output mood: Mood = vote(reading |> classify(Mood), speech |> classify(Mood), weight: confidence)`,
});

function withPresence(g: Ops, x: Lowered, logWeight: Tensor, rank: number): Tensor {
  if (x.presence === undefined) return logWeight;
  const present = g.greater(perRow(g, x.presence, rank), g.scalar(0));
  return g.select(present, logWeight, g.scalar(NEVER));
}
