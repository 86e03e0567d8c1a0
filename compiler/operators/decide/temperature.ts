import { UNBOUNDED } from "../../types/value-type.ts";
import { one, operator } from "../define.ts";
import { number } from "../settings.ts";

export const temperature = operator({
  name: "temperature",
  summary: "Divides logits by a temperature, so that a decision is as sure of itself as it should be.",
  documentation:
    "`y = x / T`, one number for all labels: it never changes which label is likeliest. Above 1 it makes a decision less sure, below 1 surer. Networks are mostly too sure, and joining decisions by `product`, or by a `vote` with `weight: confidence`, asks that they are not. Without `value`, `T` is trained with the model, starting at 1; on the records that a path was trained on it looks right too early, so a `value` found on the validation split is to be preferred.",
  family: "decide",
  operands: { x: one(["logits"], "the logits") },
  settings: {
    value: number("the temperature; if left out, it is trained", {
      from: 1e-3,
      to: 1e3,
      positional: true,
      optional: true,
    }),
  },
  presence: "pass",
  ragged: "pass",
  type: ({ x }) => ({ kind: x.kind, axes: x.axes, range: UNBOUNDED }),
  parameters: {
    formula: "1 if `value` is left out, else 0",
    count: (_, { value }) => (value === undefined ? 1 : 0),
  },
  lower({ g, weight }, { x }, { value }) {
    if (value !== undefined) return g.mul(x.tensor, g.scalar(1 / value));
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
