import type { Ops } from "../../graph/ops.ts";
import { BATCH, type Tensor } from "../../graph/tensor.ts";
import type { Lowered } from "../../lower/context.ts";
import type { Judged } from "../../lower/validation.ts";
import { isDecision, UNBOUNDED } from "../../types/value-type.ts";
import { one, operator } from "../define.ts";
import { showAxisNames } from "../rules.ts";
import { choice, number } from "../settings.ts";

/** The least temperature. */
const LEAST = 1e-3;

export const temperature = operator({
  name: "temperature",
  summary: "Divides logits by a temperature, so that a decision is as sure of itself as it should be.",
  documentation:
    "`y = x / T`, one number for all labels: it never changes which label is likeliest. Above 1 it makes a decision less sure, below 1 surer. Networks are mostly too sure, and joining decisions by `product`, or by a `vote` with `weight: confidence`, asks that they are not. Without `value`, `T` is trained with the model, starting at 1; on the records that a path was trained on it looks right too early. With `fit: validation` it is state that no gradient moves: after every epoch it is set to what makes the validation split's labels likeliest, from 0.001 to 1000.",
  family: "decide",
  operands: { x: one(["logits"], "the logits") },
  settings: {
    value: number("the temperature; if left out, it is trained", {
      from: LEAST,
      to: 1e3,
      positional: true,
      optional: true,
    }),
    fit: choice(["validation"], "where it is found between epochs; if left out, it is given or trained", {
      optional: true,
    }),
  },
  presence: "pass",
  ragged: "pass",
  type({ x }, { value, fit }, at) {
    if (fit !== undefined && value !== undefined) {
      const reason = "`value` says what the temperature is";
      return at.fail("setting_idle", "fit", { setting: "fit", reason }, { help: ["leave one of them out"] });
    }
    if (fit !== undefined && x.axes.length > 1) {
      const parameters = { setting: "fit: validation", value: at.words("x"), axes: showAxisNames(x) };
      return at.fail("decision_places", "x", parameters);
    }
    return { kind: x.kind, axes: x.axes, range: UNBOUNDED };
  },
  judged: ({ x: { kind } }, { fit }) => (fit === "validation" && isDecision(kind) ? kind.of : undefined),
  parameters: {
    formula: "1 if `value` and `fit` are left out, else 0",
    count: (_, { value, fit }) => (value === undefined && fit === undefined ? 1 : 0),
  },
  lower({ g, weight, state }, { x }, { value, fit }) {
    if (value !== undefined) return g.mul(x.tensor, g.scalar(1 / value));
    if (fit !== undefined) {
      const found = state(
        "temperature",
        [1],
        { kind: "ones" },
        (labels) => margins(g, x, labels),
        "temperature",
      );
      return g.mul(x.tensor, g.reciprocal(g.maximum(found, g.scalar(LEAST))));
    }
    // Of its logarithm any number will do, so that the temperature itself stays above 0.
    return g.mul(x.tensor, g.exp(g.neg(weight("log_temperature", [1], { kind: "zeros" }))));
  },
  source: "Guo et al., ICML 2017, arXiv 1706.04599",
  example: `
    input reading: vector(8)
    input speech: vector(6)
    heard = speech |> classify(Mood) |> temperature(1.5)
    output mood: Mood = product(reading |> classify(Mood), heard)`,
});

/** How much further up than that of the true label each logit is, `[B, 1, K]`, and which rows have it, `[B, 1]`. */
function margins(g: Ops, { tensor, presence }: Lowered, labels: Tensor): Judged {
  const count = tensor.shape.at(-1) as number;
  const truth = g.reduceSum(g.mul(tensor, g.oneHot(labels, count)), [1], true);
  const counts = g.reshape(presence ?? g.fill(1, [BATCH]), [BATCH, 1]);
  return { values: g.reshape(g.sub(tensor, truth), [BATCH, 1, count]), counts };
}
