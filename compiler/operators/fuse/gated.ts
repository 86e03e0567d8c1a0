import { arranged, presentOr, presentRows } from "../../lower/arrange.ts";
import { many, operator } from "../define.ts";
import { channelsOf, joinToWidth, warnScales } from "../rules.ts";
import { choice, integer } from "../settings.ts";

export const gated = operator({
  name: "gated",
  summary:
    "Mixes values channel by channel by a trained gate that sees all of them: the gated multimodal unit.",
  documentation:
    "Each value is mapped to `h_i = tanh(W_i x_i)`, without offsets. Of two, the result is `z ∘ h_1 + (1 - z) ∘ h_2` with one gate `z = σ(W_z ·)`; of more, it is `Σ z_i ∘ h_i` with a gate for each. The gates see the `inputs`, `[x_1; …; x_M]`, as the paper has it, or the `features`, `[W_1 x_1; …; W_M x_M]`, as the authors' own program has it. All axes but the channels must agree by name, size and rate. Of two values, one that a record lacks leaves the other alone, as if the gate were all its own; of more, it adds nothing and the gates see zeros in its place.",
  family: "fuse",
  operands: { xs: many(["feature", "signal"], "the values to mix") },
  settings: {
    width: integer("how many channels each value is mapped to"),
    gate: choice(
      ["inputs", "features"],
      "whether the gates see the values themselves or what they are mapped to",
      {
        default: "inputs",
      },
    ),
  },
  presence: { rule: "of two, the other counts whole; of more, what is absent adds nothing" },
  ragged: "pass",
  weighs: "gate",
  type({ xs }, { width }, at) {
    const axes = joinToWidth(at, "gated", xs, width);
    if (axes === undefined) return undefined;
    warnScales(at, "xs", xs);
    const most = xs.length === 2 ? 1 : xs.length;
    return { kind: { name: "feature" }, axes, range: { name: "between", low: -most, high: most } };
  },
  parameters: {
    formula:
      "Σ channels · width + gates · seen · width, with 1 gate for two values, else one each, and Σ channels or M · width seen",
    count({ xs }, { width, gate }) {
      const channels = xs.reduce((total, x) => total + channelsOf(x), 0);
      const seen = gate === "inputs" ? channels : xs.length * width;
      return channels * width + (xs.length === 2 ? 1 : xs.length) * seen * width;
    },
  },
  lower({ g, weight }, { xs }, { width, gate }) {
    const order = xs[0]!.type.axes;
    const values = xs.map((x) => presentOr(g, x, 0, arranged(g, x, order)));
    const map = (name: string, x: (typeof values)[number]) =>
      g.linear(x, weight(name, [x.shape.at(-1) as number, width], { kind: "glorot_uniform" }));
    const features = values.map((x, i) => map(`kernel_${i + 1}`, x));
    const hidden = features.map((feature) => g.tanh(feature));
    const seen = g.concat(gate === "inputs" ? values : features, order.length);

    if (xs.length > 2) {
      // What is absent is zeros, and tanh(0) = 0 whatever its gate.
      const parts = hidden.map((h, i) => g.mul(g.sigmoid(map(`gate_${i + 1}`, seen)), h));
      return parts.reduce((a, b) => g.add(a, b));
    }
    const [first, second] = xs.map((x) => presentRows(g, x, order.length));
    let z = g.sigmoid(map("gate", seen));
    if (first !== undefined) z = g.select(first, z, g.scalar(0));
    if (second !== undefined) z = g.select(second, z, g.scalar(1));
    return g.add(g.mul(z, hidden[0]!), g.mul(g.sub(g.scalar(1), z), hidden[1]!));
  },
  source: "Arevalo et al. 2017, arXiv 1702.01992",
  example: `
    input reading: vector(8)
    input speech: vector(6)
    joint = gated(reading, speech, width: 4)
    output mood: Mood = joint |> classify(Mood)`,
});
