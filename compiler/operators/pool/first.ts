import { one, operator } from "../define.ts";
import { EDGE_SETTINGS, edge, edgeType } from "../edges.ts";

export const first = operator({
  name: "first",
  summary: "Takes what stands at the first place of named axes, which disappear.",
  documentation: "Of a ragged axis that is the first place that a record fills, and 0 where it fills none.",
  family: "pool",
  operands: { x: one(["feature", "signal"], "the values to take from") },
  settings: EDGE_SETTINGS,
  presence: "pass",
  ragged: "masked",
  type: ({ x }, { over }, at) => edgeType(x, over, at),
  lower: (context, { x }, { over }) => edge(context, x, over, "first"),
  example: `
    input phrase: text(words: 6, vocabulary: 100)
    words = phrase |> embed(8) |> self_attention(2)
    output mood: Mood = words |> first(over: word) |> classify(Mood)`,
});
