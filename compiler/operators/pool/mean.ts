import { maskedMean } from "../../lower/masked.ts";
import { operator } from "../define.ts";
import { meanOf, REDUCTION_OPERANDS, REDUCTION_SETTINGS, reduced, reductionType } from "../reduction.ts";
import { projection } from "../rules.ts";

export const mean = operator({
  name: "mean",
  summary: "Averages over named axes of one value, which disappear, or over several values, place by place.",
  documentation:
    "`x |> mean(over: word)` goes over axes: padding on a ragged axis is left out, and the mean of nothing is 0. `mean(a, b, …)` is a fusion: all axes must agree by name, size and rate, or with `width` all but the channels, which are then mapped to that many by a trained linear map of each operand; an operand that a record lacks is left out and the others are averaged.",
  family: "pool",
  operands: REDUCTION_OPERANDS,
  settings: REDUCTION_SETTINGS,
  presence: { rule: "of several values, what is absent is left out; of one, the result is lacking too" },
  ragged: "masked",
  commutative: true,
  type: ({ xs }, settings, at) => reductionType("mean", xs, settings, at),
  parameters: projection,
  lower: (context, { xs }, settings) => reduced(context, xs, settings, maskedMean, meanOf),
  source: "Kittler et al., TPAMI 1998 (rules of combination)",
  example: `
    input photo: image(8, 8, rgb)
    input speech: vector(6)
    sight = photo |> conv(4) |> mean(over: space)
    joint = mean(sight, speech, width: 4) |> relu
    output mood: Mood = joint |> classify(Mood)`,
});
