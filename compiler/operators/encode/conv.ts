import { overLast } from "../../lower/arrange.ts";
import { withoutPadding } from "../../lower/masked.ts";
import { convolveAlong } from "../../lower/slide.ts";
import { isKnown } from "../../types/size.ts";
import { axis, CHANNEL } from "../../types/value-type.ts";
import { ACTIVATION_NAMES, activate, activatedRange } from "../activations.ts";
import { one, operator } from "../define.ts";
import {
  channelsOf,
  needChannels,
  needSlidingAxes,
  reachOf,
  slide,
  slidingAxes,
  slidingAxesOf,
  spaceLast,
  withAxes,
} from "../rules.ts";
import { choice, flag, integer } from "../settings.ts";

export const conv = operator({
  name: "conv",
  summary:
    "Slides `filters` trained windows over space or along a sequence, each seeing all channels at once.",
  documentation:
    "`y[p, f] = activation(Σ x[p · stride + d · dilation, c] W[d, c, f] + b[f])`, along the axes of space (height and width, time and band, or depth, height and width), or along the one axis of a sequence, such as `time` or `word`; all other axes pass through, so that the frames of a video are seen one by one. `over` names other axes: `over: [time, height, width]` sees a video in three dimensions. With `same` or `causal` padding a size n becomes `ceil(n / stride)`, with `valid` `floor((n - reach) / stride) + 1`, the reach being `(kernel - 1) · dilation + 1`. A `causal` window sees nothing that comes after its place. On a ragged axis padding counts as 0 and `same` windows are centred at their places; a row fills as many places as a record of its own length would give.",
  family: "encode",
  operands: { x: one(["feature", "signal"], "the values to look at") },
  settings: {
    filters: integer("how many channels come out", { positional: true }),
    kernel: integer("how many places the window sees along each axis", { default: 3 }),
    stride: integer("by how many places the window moves", { default: 1 }),
    dilation: integer("how far apart the places are that the window sees", { default: 1 }),
    padding: choice(
      ["same", "valid", "causal"],
      "whether the window may hang over both ends, stays inside, or sees only what came before",
      { default: "same" },
    ),
    activation: choice(ACTIVATION_NAMES, "what is applied to the result", { default: "linear" }),
    bias: flag("whether a trained offset is added", { default: true }),
    over: slidingAxes,
  },
  presence: "pass",
  ragged: "masked",
  type({ x }, { filters, kernel, stride, dilation, padding, activation, over }, at) {
    const space = needSlidingAxes(at, "x", x, over);
    if (space === undefined || needChannels(at, "x", x) === undefined) return undefined;
    if (isKnown(dilation) && isKnown(stride) && dilation > 1 && stride > 1) {
      return at.fail("dilated_stride", "dilation", { dilation, stride });
    }
    if (padding === "causal" && space.length > 1) {
      return at.fail("causal_space", "padding", { axes: space.map(({ name }) => name).join(" and ") });
    }
    const size = reachOf(kernel, dilation);
    const slid = space.map((along) => slide(at, "kernel", along, { size, stride, padding }));
    const known = slid.filter((one) => one !== undefined);
    if (known.length < slid.length) return undefined;
    return {
      kind: { name: "feature" },
      axes: withAxes({ axes: spaceLast(x, space) }, ...known, axis(CHANNEL, filters)),
      range: activatedRange(activation),
    };
  },
  parameters: {
    formula: "kernel^axes · channels · filters + filters",
    count: ({ x }, { filters, kernel, bias, over }) =>
      kernel ** slidingAxesOf(x, over).length * channelsOf(x) * filters + (bias ? filters : 0),
  },
  lower(context, { x }, { filters, kernel, stride, dilation, padding, activation, bias, over }, { axes }) {
    const { g, weight } = context;
    const along = slidingAxesOf(x.type, over);
    const window = weight("kernel", [...along.map(() => kernel), channelsOf(x.type), filters], {
      kind: "glorot_uniform",
    });
    const isRagged = along.some(({ ragged }) => ragged !== undefined);
    const clean = isRagged ? { ...x, tensor: withoutPadding(context, x) } : x;
    const y = overLast(g, clean, axes, along.length + 1, (places) =>
      convolveAlong(g, places, window, along, { size: kernel, stride, dilation, padding }),
    );
    return activate(g, activation, bias ? g.add(y, weight("bias", [filters], { kind: "zeros" })) : y);
  },
  source:
    "LeCun et al., Neural Computation 1989; Yu & Koltun, ICLR 2016, arXiv 1511.07122 (dilation); Keras Conv1D, Conv2D, Conv3D",
  example: `
    input photo: image(8, 8, rgb)
    sight = photo |> conv(4, stride: 2, activation: relu) |> mean(over: space)
    output mood: Mood = sight |> classify(Mood)`,
});
