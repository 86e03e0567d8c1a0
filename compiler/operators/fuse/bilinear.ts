import { arranged, presentOr } from "../../lower/arrange.ts";
import { outer } from "../../lower/outer.ts";
import { axis, CHANNEL, UNBOUNDED } from "../../types/value-type.ts";
import { one, operator } from "../define.ts";
import { channelsOf, joinTwo, withAxes } from "../rules.ts";
import { integer } from "../settings.ts";

export const bilinear = operator({
  name: "bilinear",
  summary: "Gives every pair of channels of two values a trained weight for each channel that comes out.",
  documentation:
    "`z_k = Σ_nm x_n W_nmk y_m + b_k`, as in `bilinear(sight, words, units: 32)`. Where that is too many weights, `Tucker` of the standard library's fusions maps both values to fewer channels first, and `low_rank` takes weights of low rank. All axes but the channels must agree by name, size and rate. A value that a record lacks counts as ones, so that a linear map of the other is left.",
  family: "fuse",
  operands: {
    x: one(["feature", "signal"], "one of the values to multiply"),
    y: one(["feature", "signal"], "the other of the values to multiply"),
  },
  settings: { units: integer("how many channels come out") },
  presence: { rule: "what is absent counts as ones, and a linear map of the other is left" },
  ragged: "pass",
  commutative: true,
  type({ x, y }, { units }, at) {
    const axes = joinTwo(at, ["x", x], ["y", y]);
    if (axes === undefined) return undefined;
    return { kind: { name: "feature" }, axes: withAxes({ axes }, axis(CHANNEL, units)), range: UNBOUNDED };
  },
  parameters: {
    formula: "x channels · y channels · units + units",
    count: ({ x, y }, { units }) => (channelsOf(x) * channelsOf(y) + 1) * units,
  },
  lower({ g, weight }, { x, y }, { units }, { axes }) {
    const [left, right] = [x, y].map((value) => presentOr(g, value, 1, arranged(g, value, axes)));
    const products = outer(g, left!, right!);
    const kernel = weight("kernel", [products.shape.at(-1) as number, units], { kind: "glorot_uniform" });
    return g.add(g.linear(products, kernel), weight("bias", [units], { kind: "zeros" }));
  },
  source: "Tenenbaum & Freeman, Neural Computation 2000; PyTorch Bilinear",
  example: `
    input reading: vector(8)
    input speech: vector(6)
    joint = bilinear(reading, speech, units: 4) |> relu
    output mood: Mood = joint |> classify(Mood)`,
});
