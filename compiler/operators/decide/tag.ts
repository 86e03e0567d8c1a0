import { axis, CHANNEL, LABEL } from "../../types/value-type.ts";
import { one, operator } from "../define.ts";
import { channelsOf, needChannels } from "../rules.ts";
import { category } from "../settings.ts";

export const tag = operator({
  name: "tag",
  summary: "Decides which labels of a category hold, any number of them: one yes or no for each.",
  documentation:
    "`p = 1 / (1 + e^-(x W + b))` from the axis `channel` to the axis `label`; all other axes pass through. Each label has a probability of its own, where `classify` shares one out among all of them. The loss goes by the logits, so that no probability is rounded to 0 or 1 on the way.",
  family: "decide",
  operands: { x: one(["feature", "signal"], "the values to decide by") },
  settings: { category: category("what is decided about", { positional: true }) },
  presence: "pass",
  ragged: "pass",
  type({ x }, { category: of }, at) {
    if (needChannels(at, "x", x) === undefined) return undefined;
    const others = x.axes.filter((a) => a.name !== CHANNEL);
    return {
      kind: { name: "probabilities", of },
      axes: [...others, axis(LABEL, of.labels.length)],
      range: { name: "between", low: 0, high: 1 },
    };
  },
  parameters: {
    formula: "channels · labels + labels",
    count: ({ x }, { category: { labels } }) => (channelsOf(x) + 1) * labels.length,
  },
  lower({ g, weight }, { x }, { category: { labels } }) {
    const kernel = weight("kernel", [channelsOf(x.type), labels.length], { kind: "glorot_uniform" });
    const logit = g.add(g.linear(x.tensor, kernel), weight("bias", [labels.length], { kind: "zeros" }));
    return { tensor: g.sigmoid(logit), logit };
  },
  example: `
    input reading: vector(8)
    hidden = reading |> dense(4, relu)
    output moods: set<Mood> = hidden |> tag(Mood)
    output mood: Mood = hidden |> classify(Mood)`,
});
