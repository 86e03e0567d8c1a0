import { axis, CHANNEL } from "../../types/value-type.ts";
import { ACTIVATION_NAMES, activate, activatedRange } from "../activations.ts";
import { one, operator } from "../define.ts";
import { channelsOf, needChannels, withAxes } from "../rules.ts";
import { choice, flag, integer } from "../settings.ts";

export const dense = operator({
  name: "dense",
  summary: "Maps the channels linearly to `units` new ones, the same way at every place.",
  documentation: "`y = activation(x W + b)` over the `channel` axis; all other axes pass through.",
  family: "encode",
  operands: { x: one(["feature", "signal"], "the values to map") },
  settings: {
    units: integer("how many channels come out", { positional: true }),
    activation: choice(ACTIVATION_NAMES, "what is applied to the result", {
      default: "linear",
      positional: true,
    }),
    bias: flag("whether a trained offset is added", { default: true }),
  },
  presence: "pass",
  ragged: "pass",
  type({ x }, { units, activation }, at) {
    if (needChannels(at, "x", x) === undefined) return undefined;
    return {
      kind: { name: "feature" },
      axes: withAxes(x, axis(CHANNEL, units)),
      range: activatedRange(activation),
    };
  },
  parameters: {
    formula: "channels · units + units",
    count: ({ x }, { units, bias }) => channelsOf(x) * units + (bias ? units : 0),
  },
  lower({ g, weight }, { x }, { units, activation, bias }) {
    const kernel = weight("kernel", [channelsOf(x.type), units], { kind: "glorot_uniform" });
    const mapped = g.linear(x.tensor, kernel);
    return activate(g, activation, bias ? g.add(mapped, weight("bias", [units], { kind: "zeros" })) : mapped);
  },
  source: "Keras Dense",
  example: `
    input reading: vector(8)
    hidden = reading |> dense(4, relu)
    output mood: Mood = hidden |> classify(Mood)`,
});
