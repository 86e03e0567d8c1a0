import { maskedMean } from "../../lower/masked.ts";
import { one, operator } from "../define.ts";
import { keptAxes } from "../rules.ts";
import { axes } from "../settings.ts";

export const mean = operator({
  name: "mean",
  summary: "Averages over named axes, which disappear.",
  documentation: "Padding on a ragged axis is left out; the mean of nothing is 0.",
  family: "pool",
  operands: { x: one(["feature", "signal"], "the values to average") },
  settings: { over: axes("the axes to average over; `space` stands for those that convolutions act on") },
  presence: "pass",
  ragged: "masked",
  type({ x }, { over }, at) {
    const kept = keptAxes(at, "x", x, over);
    return kept && { kind: { name: "feature" }, axes: kept, range: x.range };
  },
  lower: (context, { x }, { over }) => maskedMean(context, x, over),
  example: `
    input photo: image(8, 8, rgb)
    sight = photo |> conv(4) |> mean(over: space)
    output mood: Mood = sight |> classify(Mood)`,
});
