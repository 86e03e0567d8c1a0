import { presentOr } from "../../lower/arrange.ts";
import { projected } from "../../lower/project.ts";
import { UNBOUNDED } from "../../types/value-type.ts";
import { many, operator } from "../define.ts";
import { joinToWidth, projection, projectionWidth } from "../rules.ts";

export const multiply = operator({
  name: "multiply",
  summary: "Multiplies values place by place, so that each can open or close the others.",
  documentation:
    "All axes must agree by name, size and rate. With `width` each operand is first mapped to that many channels by a trained linear map of its own, so that only the other axes need to agree. An operand that a record lacks is left out of the product.",
  family: "fuse",
  operands: { xs: many(["feature", "signal"], "the values to multiply", 2, { alone: true }) },
  settings: { width: projectionWidth },
  presence: { rule: "what is absent is left out of the product" },
  ragged: "pass",
  commutative: true,
  type({ xs }, { width }, at) {
    const axes = joinToWidth(at, "multiply", xs, width);
    return axes && { kind: { name: "feature" }, axes, range: UNBOUNDED };
  },
  parameters: projection,
  lower(context, { xs }, { width }) {
    const { g } = context;
    return projected(context, xs, xs[0]!.type.axes, width)
      .map((tensor, i) => presentOr(g, xs[i]!, 1, tensor))
      .reduce((a, b) => g.mul(a, b));
  },
  source: "Kim et al., ICLR 2017, arXiv 1610.04325 (Hadamard product of projections)",
  example: `
    input reading: vector(8)
    input speech: vector(6)
    joint = multiply(reading, speech, width: 4)
    output mood: Mood = joint |> classify(Mood)`,
});
