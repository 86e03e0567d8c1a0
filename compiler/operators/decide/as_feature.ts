import { CHANNEL, LABEL } from "../../types/value-type.ts";
import { one, operator } from "../define.ts";

export const asFeature = operator({
  name: "as_feature",
  summary: "Takes the numbers of a decision as features, one channel for each label.",
  documentation:
    "The axis `label` becomes `channel`, and the numbers stay what they are: logits stay logits, and `|> softmax |> as_feature` gives probabilities. What comes after no longer knows that they were a decision; joining decisions as decisions is what `vote`, `product` and the others are for.",
  family: "decide",
  operands: { x: one(["logits", "probability", "probabilities"], "the decision") },
  settings: {},
  presence: "pass",
  ragged: "pass",
  type: ({ x }) => ({
    kind: { name: "feature" },
    axes: x.axes.map((axis) => (axis.name === LABEL ? { ...axis, name: CHANNEL } : axis)),
    range: x.range,
  }),
  lower: (_, { x }) => x.tensor,
  example: `
    input reading: vector(8)
    input speech: vector(6)
    heard = speech |> classify(Mood) |> softmax |> as_feature
    output mood: Mood = concat(reading, heard) |> dense(4, relu) |> classify(Mood)`,
});
