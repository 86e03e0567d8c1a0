import type { Dim, Tensor } from "../../graph/tensor.ts";
import type { LowerContext, Lowered } from "../../lower/context.ts";
import { maskOver } from "../../lower/masked.ts";
import { compareSizes, isKnown, showSize } from "../../types/size.ts";
import { axisNamed, CHANNEL, UNBOUNDED } from "../../types/value-type.ts";
import { one, operator } from "../define.ts";
import { channelsOf, needChannels } from "../rules.ts";
import { integer, number } from "../settings.ts";

const EPSILON = number("added to the variance so that it is never zero", {
  from: 1e-12,
  to: 1,
  default: 1e-3,
});

export const groupNorm = operator({
  name: "group_norm",
  summary:
    "Brings each group of channels of a record to mean 0 and variance 1, then scales and shifts each channel.",
  documentation:
    "`y = (x - mean) / sqrt(variance + epsilon) · scale + offset`, mean and variance over all places of a record and the channels of one of `groups` groups that lie side by side. With as many groups as channels it takes each channel's mean away, and a bias right before it changes nothing. Records do not mix, and training and prediction do the same, so that it does where batches are too small for `batch_norm`. Padding counts nothing.",
  family: "normalise",
  operands: { x: one(["feature", "signal"], "the values to normalise") },
  settings: {
    groups: integer("how many groups the channels make, all of one size", { positional: true }),
    epsilon: EPSILON,
  },
  presence: "pass",
  ragged: "masked",
  centres: ({ x }, { groups }) => compareSizes(axisNamed(x, CHANNEL)!.size, groups) === "same",
  type({ x }, { groups }, at) {
    const channels = needChannels(at, "x", x);
    if (channels === undefined) return undefined;
    if (isKnown(channels) && isKnown(groups) && channels % groups !== 0) {
      const parameters = { setting: "groups", value: showSize(groups), axis: CHANNEL, size: channels };
      return at.fail("size_unequal", "groups", parameters);
    }
    return { kind: { name: "feature" }, axes: x.axes, range: UNBOUNDED };
  },
  parameters: { formula: "2 · channels", count: ({ x }) => 2 * channelsOf(x) },
  lower: (context, { x }, { groups, epsilon }) => normalised(context, x, groups, epsilon),
  source: "Wu & He, ECCV 2018, arXiv 1803.08494; Keras GroupNormalization",
  example: `
    input photo: image(8, 8, rgb)
    sight = photo |> conv(4, bias: false) |> group_norm(2) |> relu |> mean(over: space)
    output mood: Mood = sight |> classify(Mood)`,
});

export const instanceNorm = operator({
  name: "instance_norm",
  summary:
    "Brings each channel of a record to mean 0 and variance 1 over its places, then scales and shifts it.",
  documentation:
    "`group_norm` of groups of a single channel: what a record is loud or bright as a whole goes away, channel by channel, and so does a bias right before it. Padding counts nothing.",
  family: "normalise",
  operands: { x: one(["feature", "signal"], "the values to normalise") },
  settings: { epsilon: EPSILON },
  presence: "pass",
  ragged: "masked",
  centres: () => true,
  type({ x }, _, at) {
    if (needChannels(at, "x", x) === undefined) return undefined;
    if (x.axes.length === 1) at.fail("single_place", "call", { operator: "instance_norm" });
    return { kind: { name: "feature" }, axes: x.axes, range: UNBOUNDED };
  },
  parameters: { formula: "2 · channels", count: ({ x }) => 2 * channelsOf(x) },
  lower: (context, { x }, { epsilon }) => normalised(context, x, channelsOf(x.type), epsilon),
  source: "Ulyanov, Vedaldi & Lempitsky 2016, arXiv 1607.08022",
  example: `
    input motion: series(samples: 20, channels: 3) @ 50 Hz
    steps = motion |> instance_norm |> conv(4, activation: relu) |> mean(over: time)
    output mood: Mood = steps |> classify(Mood)`,
});

function normalised(context: LowerContext, x: Lowered, groups: number, epsilon: number): Tensor {
  const { g, weight } = context;
  const channels = channelsOf(x.type);
  const shape = x.tensor.shape;
  const split = (tensor: Tensor, last: readonly Dim[]) =>
    g.reshape(tensor, [...tensor.shape.slice(0, -1), ...last]);
  const laid = split(x.tensor, [groups, channels / groups]);
  // All places, and the channels of a group.
  const over = [...shape.keys()].slice(1, -1).concat(shape.length);
  const mask = maskOver(
    context,
    x,
    x.type.axes.map(({ name }) => name),
  );
  const filled = mask && split(mask, [1, 1]);
  const mean = (tensor: Tensor) => {
    const found = filled ? g.maskedMean(tensor, filled, over) : g.reduceMean(tensor, over);
    return g.reshape(found, [shape[0]!, ...shape.slice(1, -1).map(() => 1), groups, 1]);
  };
  const centred = g.sub(laid, mean(laid));
  const spread = g.rsqrt(g.add(mean(g.square(centred)), g.scalar(epsilon)));
  const y = g.reshape(g.mul(centred, spread), shape);
  const scale = weight("scale", [channels], { kind: "ones" });
  return g.add(g.mul(y, scale), weight("offset", [channels], { kind: "zeros" }));
}
