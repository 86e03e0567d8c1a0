import { UNBOUNDED } from "../../types/value-type.ts";
import { one, operator } from "../define.ts";
import { channelsOf, needChannels } from "../rules.ts";
import { number } from "../settings.ts";

export const layerNorm = operator({
  name: "layer_norm",
  summary: "Brings the channels of every place to mean 0 and variance 1, then scales and shifts each.",
  documentation:
    "`y = (x - mean) / sqrt(variance + epsilon) · scale + offset`, mean and variance over the `channel` axis of one place. Records do not mix, and training and prediction do the same.",
  family: "normalise",
  operands: { x: one(["feature", "signal"], "the values to normalise") },
  settings: {
    epsilon: number("added to the variance so that it is never zero", { from: 1e-12, to: 1, default: 1e-3 }),
  },
  presence: "pass",
  ragged: "pass",
  type({ x }, _, at) {
    const channels = needChannels(at, "x", x);
    if (channels === undefined) return undefined;
    if (channels === 1) at.fail("single_channel", "call", { operator: "layer_norm" });
    return { kind: { name: "feature" }, axes: x.axes, range: UNBOUNDED };
  },
  parameters: {
    formula: "2 · channels",
    count: ({ x }) => 2 * channelsOf(x),
  },
  lower({ g, weight }, { x }, { epsilon }) {
    const shape = [channelsOf(x.type)];
    const scale = weight("scale", shape, { kind: "ones" });
    const offset = weight("offset", shape, { kind: "zeros" });
    return g.layerNorm(x.tensor, scale, offset, epsilon);
  },
  source: "Ba, Kiros & Hinton 2016, arXiv 1607.06450; Keras LayerNormalization",
  example: `
    input reading: vector(8)
    hidden = reading |> layer_norm |> dense(4, relu)
    output mood: Mood = hidden |> classify(Mood)`,
});
