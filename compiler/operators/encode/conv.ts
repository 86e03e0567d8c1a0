import { overLast } from "../../lower/arrange.ts";
import { axis, CHANNEL } from "../../types/value-type.ts";
import { ACTIVATION_NAMES, activate, activatedRange } from "../activations.ts";
import { one, operator } from "../define.ts";
import { channelsOf, needChannels, needSpace, slide, spaceLast, withAxes } from "../rules.ts";
import { choice, flag, integer } from "../settings.ts";

export const conv = operator({
  name: "conv",
  summary: "Slides `filters` trained windows over space, each seeing all channels at once.",
  documentation:
    "`y[p, f] = activation(Σ x[p · stride + d, c] W[d, c, f] + b[f])` over the two axes of space, height and width or time and band; all other axes pass through. With `same` padding a size n becomes `ceil(n / stride)`, with `valid` `floor((n - kernel) / stride) + 1`.",
  family: "encode",
  operands: { x: one(["feature", "signal"], "the values to look at") },
  settings: {
    filters: integer("how many channels come out", { positional: true }),
    kernel: integer("the side of the square window", { default: 3 }),
    stride: integer("by how many places the window moves", { default: 1 }),
    padding: choice(["same", "valid"], "whether the window may hang over the edge or stays inside", {
      default: "same",
    }),
    activation: choice(ACTIVATION_NAMES, "what is applied to the result", { default: "linear" }),
    bias: flag("whether a trained offset is added", { default: true }),
  },
  presence: "pass",
  ragged: "refuse",
  type({ x }, { filters, kernel, stride, padding, activation }, at) {
    const space = needSpace(at, "x", x);
    if (space === undefined || needChannels(at, "x", x) === undefined) return undefined;
    const slid = space.map((along) => slide(at, "kernel", along, { size: kernel, stride, padding }));
    const [first, second] = slid;
    if (first === undefined || second === undefined) return undefined;
    const axes = spaceLast(x, space);
    return {
      kind: { name: "feature" },
      axes: withAxes({ axes }, first, second, axis(CHANNEL, filters)),
      range: activatedRange(activation),
    };
  },
  parameters: {
    formula: "kernel² · channels · filters + filters",
    count: ({ x }, { filters, kernel, bias }) => kernel ** 2 * channelsOf(x) * filters + (bias ? filters : 0),
  },
  lower({ g, weight }, { x }, { filters, kernel, stride, padding, activation, bias }, { axes }) {
    const window = weight("kernel", [kernel, kernel, channelsOf(x.type), filters], {
      kind: "glorot_uniform",
    });
    const y = overLast(g, x, axes, 3, (images) => g.conv2d(images, window, { stride, padding }));
    return activate(g, activation, bias ? g.add(y, weight("bias", [filters], { kind: "zeros" })) : y);
  },
  source: "LeCun et al., Neural Computation 1989; Keras Conv2D",
  example: `
    input photo: image(8, 8, rgb)
    sight = photo |> conv(4, stride: 2, activation: relu) |> mean(over: space)
    output mood: Mood = sight |> classify(Mood)`,
});
