import { arranged, presentOr } from "../../lower/arrange.ts";
import { withOne } from "../../lower/outer.ts";
import { UNBOUNDED } from "../../types/value-type.ts";
import { many, operator } from "../define.ts";
import { channelsOf, joinToWidth, warnScales } from "../rules.ts";
import { integer } from "../settings.ts";

export const lowRank = operator({
  name: "low_rank",
  summary: "A trained map of the outer product of values, which is never made: low-rank tensor fusion.",
  documentation:
    "`y = b + Σ_r w_r · Π_m ([1; x_m] F_m^r)`: each value is mapped by `rank` trained factors to `units` channels, the maps are multiplied, and their products weighed and added. With all `w_r` of 1 it is what `dense` makes of `tensor_fusion` where its kernel has that rank. Factors, weights and offset are all trained. All axes but the channels must agree by name, size and rate. A value that a record lacks counts as zeros, so that the 1 beside it keeps what the others have among themselves.",
  family: "fuse",
  operands: { xs: many(["feature", "signal"], "the values to multiply") },
  settings: {
    units: integer("how many channels come out"),
    rank: integer("how many products are added; more can say more", { default: 4 }),
  },
  presence: { rule: "what is absent counts as zeros, and the products of the others stay" },
  ragged: "pass",
  commutative: true,
  type({ xs }, { units }, at) {
    const axes = joinToWidth(at, "low_rank", xs, units);
    if (axes === undefined) return undefined;
    warnScales(at, "xs", xs);
    return { kind: { name: "feature" }, axes, range: UNBOUNDED };
  },
  parameters: {
    formula: "rank · units · Σ (channels + 1) + rank + units",
    count: ({ xs }, { units, rank }) =>
      rank * units * xs.reduce((total, x) => total + channelsOf(x) + 1, 0) + rank + units,
  },
  lower({ g, weight }, { xs }, { units, rank }) {
    const order = xs[0]!.type.axes;
    const product = xs
      .map((x, m) => {
        const value = withOne(g, presentOr(g, x, 0, arranged(g, x, order)));
        const inputs = value.shape.at(-1) as number;
        // The factors side by side, column r · units + k. Each maps to a variance near 1, and so does their product.
        const initialiser = { kind: "normal", stddev: 1 / Math.sqrt(inputs) } as const;
        return g.linear(value, weight(`factors_${m + 1}`, [inputs, rank * units], initialiser));
      })
      .reduce((a, b) => g.mul(a, b));
    const byRank = g.reshape(product, [...product.shape.slice(0, -1), rank, units]);
    const weights = weight("rank_weights", [rank], { kind: "normal", stddev: 1 / Math.sqrt(rank) });
    const weighed = g.reduceSum(g.mul(byRank, g.reshape(weights, [rank, 1])), [-2]);
    return g.add(weighed, weight("bias", [units], { kind: "zeros" }));
  },
  source: "Liu et al., ACL 2018, arXiv 1806.00064",
  example: `
    input reading: vector(8)
    input speech: vector(6)
    joint = low_rank(reading, speech, units: 4, rank: 2) |> relu
    output mood: Mood = joint |> classify(Mood)`,
});
