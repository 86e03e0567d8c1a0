import { BEYOND, maskedMin } from "../../lower/masked.ts";
import { operator } from "../define.ts";
import { extremeOf, REDUCTION_OPERANDS, REDUCTION_SETTINGS, reduced, reductionType } from "../reduction.ts";
import { projection } from "../rules.ts";

export const min = operator({
  name: "min",
  summary:
    "Keeps the smallest number over named axes of one value, which disappear, or of several values, place by place.",
  documentation:
    "`x |> min(over: word)` goes over axes: padding on a ragged axis is left out, and the smallest of nothing is 0. `min(a, b, …)` is a fusion: all axes must agree by name, size and rate, or with `width` all but the channels, which are then mapped to that many by a trained linear map of each operand; an operand that a record lacks is left out.",
  family: "pool",
  operands: REDUCTION_OPERANDS,
  settings: REDUCTION_SETTINGS,
  presence: { rule: "of several values, what is absent is left out; of one, the result is lacking too" },
  ragged: "masked",
  commutative: true,
  type: ({ xs }, settings, at) => reductionType("min", xs, settings, at),
  parameters: projection,
  lower: (context, { xs }, settings) =>
    reduced(context, xs, settings, maskedMin, (g, parts) =>
      extremeOf(g, parts, (a, b) => g.minimum(a, b), BEYOND),
    ),
  source: "Kittler et al., TPAMI 1998 (rules of combination)",
  example: `
    input phrase: text(words: 6, vocabulary: 100)
    input speech: vector(6)
    words = phrase |> embed(8) |> min(over: word)
    joint = min(words, speech, width: 4)
    output mood: Mood = joint |> classify(Mood)`,
});
