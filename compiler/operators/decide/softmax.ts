import { one, operator } from "../define.ts";

export const softmax = operator({
  name: "softmax",
  summary: "Turns logits into a probability for each label.",
  documentation:
    "`p = e^x / Σ e^x` over the labels. Outputs, votes and losses that need probabilities do this themselves, so it is rarely written.",
  family: "decide",
  operands: { x: one(["logits"], "the logits") },
  settings: {},
  presence: "pass",
  ragged: "pass",
  type({ x }) {
    // Kinds are checked before, so the other branch is never taken; it tells the type system so.
    if (x.kind.name !== "logits") return undefined;
    return {
      kind: { name: "probability", of: x.kind.of },
      axes: x.axes,
      range: { name: "between", low: 0, high: 1 },
    };
  },
  lower({ g }, { x }) {
    const log = g.logSoftmax(x.tensor);
    return { tensor: g.exp(log), log };
  },
  example: `
    input reading: vector(8)
    output mood: Mood = reading |> classify(Mood) |> softmax`,
});
