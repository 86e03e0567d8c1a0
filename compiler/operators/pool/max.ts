import { maskedMax } from "../../lower/masked.ts";
import { one, operator } from "../define.ts";
import { keptAxes } from "../rules.ts";
import { axes } from "../settings.ts";

export const max = operator({
  name: "max",
  summary: "Keeps the largest number over named axes, which disappear.",
  documentation: "Padding on a ragged axis is left out; the largest of nothing is 0.",
  family: "pool",
  operands: { x: one(["feature", "signal"], "the values to look at") },
  settings: { over: axes("the axes to go over; `space` stands for those that convolutions act on") },
  presence: "pass",
  ragged: "masked",
  type({ x }, { over }, at) {
    const kept = keptAxes(at, "x", x, over);
    return kept && { kind: { name: "feature" }, axes: kept, range: x.range };
  },
  lower: (context, { x }, { over }) => maskedMax(context, x, over),
  example: `
    input phrase: text(words: 6, vocabulary: 100)
    words = phrase |> embed(8) |> max(over: word)
    output mood: Mood = words |> classify(Mood)`,
});
