import { arranged, presentOr, presentRows, spread } from "../../lower/arrange.ts";
import { affine } from "../../lower/project.ts";
import { axis, CHANNEL, UNBOUNDED } from "../../types/value-type.ts";
import { one, operator } from "../define.ts";
import { channelsOf, spreadAxes, withAxes } from "../rules.ts";
import { integer } from "../settings.ts";

export const sigmoidGate = operator({
  name: "sigmoid_gate",
  summary: "Lets one value through as far as another opens the gate.",
  documentation:
    "`W_o (σ(W_c c + b_c) ∘ (W_x x + b_x)) + b_o`, as in `sight |> sigmoid_gate(words, units: 32)`: both values are mapped to `width` channels, the gate between 0 and 1 is multiplied in, and the result is mapped to `units`. The gate acts alike along all axes that it lacks; those that it has must agree by name, size and rate. Where a record lacks it, it is open.",
  family: "fuse",
  operands: {
    x: one(["feature", "signal"], "the values that are let through"),
    gate: one(["feature", "signal"], "what opens and closes the gate"),
  },
  settings: {
    units: integer("how many channels come out"),
    width: integer("how many channels are gated; as many as come out if left out", { optional: true }),
  },
  presence: { rule: "an absent gate is open; without the first value there is no result", follows: "x" },
  ragged: "pass",
  weighs: "gate",
  type({ x, gate }, { units }, at) {
    const axes = spreadAxes(at, ["x", x], ["gate", gate]);
    return axes && { kind: { name: "feature" }, axes: withAxes(x, axis(CHANNEL, units)), range: UNBOUNDED };
  },
  parameters: {
    formula: "(channels + gate channels + 2) · width + (width + 1) · units",
    count: ({ x, gate }, { units, width = units }) =>
      (channelsOf(x) + channelsOf(gate) + 2) * width + (width + 1) * units,
  },
  lower(context, { x, gate }, { units, width = units }, { axes }) {
    const { g } = context;
    const mapped = affine(context, "gate", presentOr(g, gate, 0), width);
    const opened = g.sigmoid(spread(g, gate, axes, mapped));
    const present = presentRows(g, gate, axes.length);
    const opening = present === undefined ? opened : g.select(present, opened, g.scalar(1));
    const through = g.mul(opening, affine(context, "value", arranged(g, x, axes), width));
    return affine(context, "output", through, units);
  },
  source: "Kiela et al., AAAI 2018, arXiv 1802.02892",
  example: `
    input photo: image(8, 8, rgb)
    input speech: vector(6)
    sight = photo |> conv(4) |> sigmoid_gate(speech, units: 4) |> mean(over: space)
    output mood: Mood = sight |> classify(Mood)`,
});
