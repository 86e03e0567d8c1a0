import { axis, CHANNEL, UNBOUNDED } from "../../types/value-type.ts";
import { one, operator } from "../define.ts";
import { channelsOf, needChannels, withAxes } from "../rules.ts";
import { integer } from "../settings.ts";

export const regress = operator({
  name: "regress",
  summary: "Predicts numbers: maps the channels linearly to one, or to `size` of them.",
  documentation:
    "`y = x W + b` over the `channel` axis; all other axes pass through. It is what an output of `number` or `vector(size)` ends with, as one of a category ends with `classify`.",
  family: "decide",
  operands: { x: one(["feature", "signal"], "the values to predict from") },
  settings: { size: integer("how many numbers", { positional: true, default: 1 }) },
  presence: "pass",
  ragged: "pass",
  type({ x }, { size }, at) {
    if (needChannels(at, "x", x) === undefined) return undefined;
    return { kind: { name: "feature" }, axes: withAxes(x, axis(CHANNEL, size)), range: UNBOUNDED };
  },
  parameters: {
    formula: "channels · size + size",
    count: ({ x }, { size }) => (channelsOf(x) + 1) * size,
  },
  lower({ g, weight }, { x }, { size }) {
    const kernel = weight("kernel", [channelsOf(x.type), size], { kind: "glorot_uniform" });
    return g.add(g.linear(x.tensor, kernel), weight("bias", [size], { kind: "zeros" }));
  },
  example: `
    input reading: vector(8)
    hidden = reading |> dense(4, relu)
    output strength: number = hidden |> regress
    output mood: Mood = hidden |> classify(Mood)`,
});
