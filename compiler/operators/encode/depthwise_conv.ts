import { overLast } from "../../lower/arrange.ts";
import { multiplySizes } from "../../types/size.ts";
import { axis, CHANNEL } from "../../types/value-type.ts";
import { ACTIVATION_NAMES, activate, activatedRange } from "../activations.ts";
import { one, operator } from "../define.ts";
import { channelsOf, needChannels, needSpace, slide, spaceLast, withAxes } from "../rules.ts";
import { choice, flag, integer } from "../settings.ts";

export const depthwiseConv = operator({
  name: "depthwise_conv",
  summary: "Slides trained windows over space, each seeing one channel alone.",
  documentation:
    "Every channel gets `multiplier` windows of its own, so that `channels · multiplier` come out; channel c's stand side by side from `c · multiplier` on. Followed by `dense` it is a separable convolution, at a fraction of the cost of `conv`.",
  family: "encode",
  operands: { x: one(["feature", "signal"], "the values to look at") },
  settings: {
    kernel: integer("the side of the square window", { default: 3 }),
    stride: integer("by how many places the window moves", { default: 1 }),
    padding: choice(["same", "valid"], "whether the window may hang over the edge or stays inside", {
      default: "same",
    }),
    multiplier: integer("how many channels come out for each that goes in", { default: 1 }),
    activation: choice(ACTIVATION_NAMES, "what is applied to the result", { default: "linear" }),
    bias: flag("whether a trained offset is added", { default: true }),
  },
  presence: "pass",
  ragged: "refuse",
  type({ x }, { kernel, stride, padding, multiplier, activation }, at) {
    const space = needSpace(at, "x", x);
    const channels = space && needChannels(at, "x", x);
    if (space === undefined || channels === undefined) return undefined;
    const slid = space.map((along) => slide(at, "kernel", along, { size: kernel, stride, padding }));
    const [first, second] = slid;
    if (first === undefined || second === undefined) return undefined;
    const axes = spaceLast(x, space);
    const out = multiplier === 1 ? channels : multiplySizes(channels, multiplier);
    return {
      kind: { name: "feature" },
      axes: withAxes({ axes }, first, second, axis(CHANNEL, out)),
      range: activatedRange(activation),
    };
  },
  parameters: {
    formula: "kernel² · channels · multiplier + channels · multiplier",
    count: ({ x }, { kernel, multiplier, bias }) =>
      (kernel ** 2 + (bias ? 1 : 0)) * channelsOf(x) * multiplier,
  },
  lower({ g, weight }, { x }, { kernel, stride, padding, multiplier, activation, bias }, { axes }) {
    const channels = channelsOf(x.type);
    const window = weight("kernel", [kernel, kernel, channels, multiplier], { kind: "glorot_uniform" });
    const y = overLast(g, x, axes, 3, (images) => g.depthwiseConv2d(images, window, { stride, padding }));
    const offset = bias ? weight("bias", [channels * multiplier], { kind: "zeros" }) : undefined;
    return activate(g, activation, offset === undefined ? y : g.add(y, offset));
  },
  source: "Chollet, CVPR 2017, arXiv 1610.02357; Keras DepthwiseConv2D",
  example: `
    input photo: image(8, 8, rgb)
    sight = photo |> depthwise_conv(kernel: 3) |> dense(4, relu) |> mean(over: space)
    output mood: Mood = sight |> classify(Mood)`,
});
