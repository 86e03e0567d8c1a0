import { overLast } from "../../lower/arrange.ts";
import { eachChannelAlong } from "../../lower/slide.ts";
import { multiplySizes } from "../../types/size.ts";
import { axis, CHANNEL } from "../../types/value-type.ts";
import { ACTIVATION_NAMES, activate, activatedRange } from "../activations.ts";
import { one, operator } from "../define.ts";
import {
  channelsOf,
  needChannels,
  needSlidingAxes,
  slide,
  slidingAxes,
  slidingAxesOf,
  spaceLast,
  withAxes,
} from "../rules.ts";
import { choice, flag, integer } from "../settings.ts";

export const depthwiseConv = operator({
  name: "depthwise_conv",
  summary: "Slides trained windows over space or along a sequence, each seeing one channel alone.",
  documentation:
    "The axes are found as those of `conv` are: space, the one axis of a sequence, or those that `over` names, up to three. Every channel gets `multiplier` windows of its own, so that `channels · multiplier` come out; channel c's stand side by side from `c · multiplier` on. Followed by `dense` it is a separable convolution, at a fraction of the cost of `conv`.",
  family: "encode",
  operands: { x: one(["feature", "signal"], "the values to look at") },
  settings: {
    kernel: integer("how many places the window sees along each axis", { default: 3 }),
    stride: integer("by how many places the window moves", { default: 1 }),
    padding: choice(["same", "valid"], "whether the window may hang over the edge or stays inside", {
      default: "same",
    }),
    multiplier: integer("how many channels come out for each that goes in", { default: 1 }),
    activation: choice(ACTIVATION_NAMES, "what is applied to the result", { default: "linear" }),
    bias: flag("whether a trained offset is added", { default: true }),
    over: slidingAxes,
  },
  presence: "pass",
  ragged: "refuse",
  type({ x }, { kernel, stride, padding, multiplier, activation, over }, at) {
    const space = needSlidingAxes(at, "x", x, over);
    const channels = space && needChannels(at, "x", x);
    if (space === undefined || channels === undefined) return undefined;
    const slid = space.map((along) => slide(at, "kernel", along, { size: kernel, stride, padding }));
    const known = slid.filter((one) => one !== undefined);
    if (known.length < slid.length) return undefined;
    const axes = spaceLast(x, space);
    const out = multiplier === 1 ? channels : multiplySizes(channels, multiplier);
    return {
      kind: { name: "feature" },
      axes: withAxes({ axes }, ...known, axis(CHANNEL, out)),
      range: activatedRange(activation),
    };
  },
  parameters: {
    formula: "kernel^axes · channels · multiplier + channels · multiplier",
    count: ({ x }, { kernel, multiplier, bias, over }) =>
      (kernel ** slidingAxesOf(x, over).length + (bias ? 1 : 0)) * channelsOf(x) * multiplier,
  },
  lower({ g, weight }, { x }, { kernel, stride, padding, multiplier, activation, bias, over }, { axes }) {
    const channels = channelsOf(x.type);
    const along = slidingAxesOf(x.type, over);
    const window = weight("kernel", [...along.map(() => kernel), channels, multiplier], {
      kind: "glorot_uniform",
    });
    const sliding = { size: kernel, stride, padding };
    const y = overLast(g, x, axes, along.length + 1, (places) =>
      eachChannelAlong(g, places, window, along, sliding),
    );
    const offset = bias ? weight("bias", [channels * multiplier], { kind: "zeros" }) : undefined;
    return activate(g, activation, offset === undefined ? y : g.add(y, offset));
  },
  source: "Chollet, CVPR 2017, arXiv 1610.02357; Keras DepthwiseConv2D",
  example: `
    input photo: image(8, 8, rgb)
    sight = photo |> depthwise_conv(kernel: 3) |> dense(4, relu) |> mean(over: space)
    output mood: Mood = sight |> classify(Mood)`,
});
