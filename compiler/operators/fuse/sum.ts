import { presentOr } from "../../lower/arrange.ts";
import { projected } from "../../lower/project.ts";
import { UNBOUNDED } from "../../types/value-type.ts";
import { many, operator } from "../define.ts";
import { joinToWidth, projection, projectionWidth, warnScales } from "../rules.ts";

export const sum = operator({
  name: "sum",
  summary: "Adds values place by place.",
  documentation:
    "All axes must agree by name, size and rate. With `width` each operand is first mapped to that many channels by a trained linear map of its own, so that only the other axes need to agree. An operand that a record lacks adds nothing.",
  family: "fuse",
  operands: { xs: many(["feature", "signal"], "the values to add", 2, { alone: true }) },
  settings: { width: projectionWidth },
  presence: { rule: "what is absent adds nothing" },
  ragged: "pass",
  commutative: true,
  type({ xs }, { width }, at) {
    const axes = joinToWidth(at, "sum", xs, width);
    if (axes === undefined) return undefined;
    warnScales(at, "xs", xs);
    const raw = width === undefined && xs.every((x) => x.kind.name === "signal");
    return { kind: { name: raw ? "signal" : "feature" }, axes, range: UNBOUNDED };
  },
  parameters: projection,
  lower(context, { xs }, { width }) {
    const { g } = context;
    return projected(context, xs, xs[0]!.type.axes, width)
      .map((tensor, i) => presentOr(g, xs[i]!, 0, tensor))
      .reduce((a, b) => g.add(a, b));
  },
  source: "Kittler et al., TPAMI 1998 (rules of combination)",
  example: `
    input reading: vector(8)
    input speech: vector(6)
    joint = sum(reading, speech, width: 4) |> relu
    output mood: Mood = joint |> classify(Mood)`,
});
