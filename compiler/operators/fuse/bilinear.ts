import { arranged, presentOr } from "../../lower/arrange.ts";
import type { Lowered } from "../../lower/context.ts";
import { outer } from "../../lower/outer.ts";
import { affine } from "../../lower/project.ts";
import { axis, CHANNEL, UNBOUNDED } from "../../types/value-type.ts";
import { one, operator } from "../define.ts";
import { channelsOf, joinTwo, withAxes } from "../rules.ts";
import { integer } from "../settings.ts";

export const bilinear = operator({
  name: "bilinear",
  summary: "A trained weight for every pair of channels of two values, whole or by a Tucker decomposition.",
  documentation:
    "`z_k = Σ_nm x_n W_nmk y_m + b_k`, as in `bilinear(sight, words, units: 32)`. With `width: h` the weights are decomposed as Tucker's are: both values are mapped to h channels, a core of `h · h · h` weights joins them, and a last map gives `units`. All axes but the channels must agree by name, size and rate. A value that a record lacks, or with `width` what it is mapped to, counts as ones, so that a linear map of the other is left.",
  family: "fuse",
  operands: {
    x: one(["feature", "signal"], "one of the values to multiply"),
    y: one(["feature", "signal"], "the other of the values to multiply"),
  },
  settings: {
    units: integer("how many channels come out"),
    width: integer("how many channels both are mapped to first; if left out, they are not mapped", {
      optional: true,
    }),
  },
  presence: { rule: "what is absent counts as ones, and a linear map of the other is left" },
  ragged: "pass",
  commutative: true,
  type({ x, y }, { units }, at) {
    const axes = joinTwo(at, ["x", x], ["y", y]);
    if (axes === undefined) return undefined;
    return { kind: { name: "feature" }, axes: withAxes({ axes }, axis(CHANNEL, units)), range: UNBOUNDED };
  },
  parameters: {
    formula:
      "x channels · y channels · units + units; with `width` (x channels + y channels + 2) · width + width³ + width + (width + 1) · units",
    count({ x, y }, { units, width }) {
      const [n, m] = [channelsOf(x), channelsOf(y)];
      return width === undefined
        ? n * m * units + units
        : (n + m + 2) * width + width ** 3 + width + (width + 1) * units;
    },
  },
  lower(context, { x, y }, { units, width }, { axes }) {
    const { g } = context;
    const factor = (name: string, value: Lowered) => {
      const tensor = arranged(g, value, axes);
      return presentOr(g, value, 1, width === undefined ? tensor : affine(context, name, tensor, width));
    };
    const products = outer(g, factor("x", x), factor("y", y));
    const joined = affine(context, "core", products, width ?? units);
    return width === undefined ? joined : affine(context, "output", joined, units);
  },
  source: "Tucker, Psychometrika 1966; Ben-younes et al., ICCV 2017, arXiv 1705.06676",
  example: `
    input reading: vector(8)
    input speech: vector(6)
    joint = bilinear(reading, speech, units: 4) |> relu
    output mood: Mood = joint |> classify(Mood)`,
});
