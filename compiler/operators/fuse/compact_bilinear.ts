import type { Ops } from "../../graph/ops.ts";
import { product, type Tensor } from "../../graph/tensor.ts";
import { arranged, presentOr } from "../../lower/arrange.ts";
import type { Lowered } from "../../lower/context.ts";
import { outer } from "../../lower/outer.ts";
import { philoxUniform } from "../../random/philox.ts";
import { INITIAL_COUNTER, streamKey } from "../../random/streams.ts";
import { isKnown, multiplySizes } from "../../types/size.ts";
import { axis, CHANNEL, UNBOUNDED } from "../../types/value-type.ts";
import { one, operator } from "../define.ts";
import { channelsOf, joinTwo, needChannels, withAxes } from "../rules.ts";
import { integer } from "../settings.ts";

/** The most pairs of channels that are sketched. */
const MOST_PAIRS = 2 ** 24;

export const compactBilinear = operator({
  name: "compact_bilinear",
  summary: "Gathers the outer product of two values in a few channels, by a sketch that is drawn once: MCB.",
  documentation:
    "`z_k = Σ s(n) t(m) x_n y_m` over all pairs with `(h(n) + g(m)) mod units = k`: the count sketch of the outer product, which is the circular convolution of the sketches of both values. Places `h`, `g` and signs `s`, `t` are drawn from `seed` when the model is compiled, are the same in every run, and are never trained; products of values are kept in the mean. Usually `signed_sqrt`, `l2_norm` and a `dense` follow. All axes but the channels must agree by name, size and rate. A value that a record lacks counts as ones.",
  family: "fuse",
  operands: {
    x: one(["feature", "signal"], "one of the values to multiply"),
    y: one(["feature", "signal"], "the other of the values to multiply"),
  },
  settings: {
    units: integer("how many channels the products are gathered in"),
    seed: integer("which places and signs are drawn", { least: 0, default: 0 }),
  },
  presence: { rule: "what is absent counts as ones" },
  ragged: "pass",
  type({ x, y }, { units }, at) {
    const axes = joinTwo(at, ["x", x], ["y", y]);
    if (axes === undefined) return undefined;
    const pairs = multiplySizes(needChannels(at, "x", x)!, needChannels(at, "y", y)!);
    if (isKnown(pairs) && pairs > MOST_PAIRS) {
      const value = `${at.words("x")} · ${at.words("y")}`;
      return at.fail("value_too_large", "call", { value, count: pairs, limit: MOST_PAIRS });
    }
    return { kind: { name: "feature" }, axes: withAxes({ axes }, axis(CHANNEL, units)), range: UNBOUNDED };
  },
  lower({ g }, { x, y }, { units, seed }, { axes }) {
    const part = (value: Lowered, name: string) => {
      const { places, signs } = sketch(`compact_bilinear/${name}`, seed, channelsOf(value.type), units);
      const tensor = presentOr(g, value, 1, arranged(g, value, axes));
      return { tensor: g.mul(tensor, g.constant(signs)), places };
    };
    const [left, right] = [part(x, "x"), part(y, "y")];
    const products = outer(g, left.tensor, right.tensor);
    const lead = products.shape.slice(0, -1);
    const rows = product(lead);
    const byPair = g.transpose(g.reshape(products, [rows, products.shape.at(-1)!]), [1, 0]);
    const gathered = g.segmentSum(byPair, placesOfPairs(g, left.places, right.places, units), units);
    return g.reshape(g.transpose(gathered, [1, 0]), [...lead, units]);
  },
  source: "Fukui et al., EMNLP 2016, arXiv 1606.01847; Pham & Pagh, KDD 2013",
  example: `
    input reading: vector(8)
    input speech: vector(6)
    joint = compact_bilinear(reading, speech, units: 16) |> signed_sqrt |> l2_norm
    output mood: Mood = joint |> classify(Mood)`,
});

/** For each of some channels, a place among `units` and a sign. */
function sketch(
  name: string,
  seed: number,
  channels: number,
  units: number,
): { places: number[]; signs: number[] } {
  const draws = philoxUniform(streamKey(seed, name), INITIAL_COUNTER, 2 * channels);
  return {
    places: Array.from(draws.subarray(0, channels), (u) => Math.min(Math.floor(u * units), units - 1)),
    signs: Array.from(draws.subarray(channels), (u) => (u < 0.5 ? -1 : 1)),
  };
}

/** int32 `[N · M]`: the sum of both places of every pair, modulo `units`. */
function placesOfPairs(g: Ops, left: readonly number[], right: readonly number[], units: number): Tensor {
  const sum = g.add(
    g.constant(left, [left.length, 1], "int32"),
    g.constant(right, [1, right.length], "int32"),
  );
  const wrapped = g.sub(sum, g.scalar(units, "int32"));
  const within = g.select(g.less(sum, g.scalar(units, "int32")), sum, wrapped);
  return g.reshape(within, [left.length * right.length]);
}
