import { axis, CHANNEL, LABEL, UNBOUNDED } from "../../types/value-type.ts";
import { one, operator } from "../define.ts";
import { channelsOf, needChannels } from "../rules.ts";
import { category } from "../settings.ts";

export const classify = operator({
  name: "classify",
  summary: "Decides about a category: maps the channels linearly to one number per label.",
  documentation:
    "`y = x W + b` from the axis `channel` to the axis `label`; all other axes pass through. The result are logits, which an output, a `vote` or a loss turns into probabilities.",
  family: "decide",
  operands: { x: one(["feature", "signal"], "the values to decide by") },
  settings: { category: category("what is decided about", { positional: true }) },
  presence: "pass",
  ragged: "pass",
  type({ x }, { category: of }, at) {
    if (needChannels(at, "x", x) === undefined) return undefined;
    const others = x.axes.filter((a) => a.name !== CHANNEL);
    return {
      kind: { name: "logits", of },
      axes: [...others, axis(LABEL, of.labels.length)],
      range: UNBOUNDED,
    };
  },
  parameters: {
    formula: "channels · labels + labels",
    count: ({ x }, { category: { labels } }) => (channelsOf(x) + 1) * labels.length,
  },
  lower({ g, weight }, { x }, { category: { labels } }) {
    const kernel = weight("kernel", [channelsOf(x.type), labels.length], { kind: "glorot_uniform" });
    return g.add(g.linear(x.tensor, kernel), weight("bias", [labels.length], { kind: "zeros" }));
  },
  example: `
    input reading: vector(8)
    output mood: Mood = reading |> dense(4, relu) |> classify(Mood)`,
});
