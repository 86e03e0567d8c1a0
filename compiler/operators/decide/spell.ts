import { withBlank } from "../../types/blank.ts";
import { axis, CHANNEL, LABEL, UNBOUNDED } from "../../types/value-type.ts";
import { one, operator } from "../define.ts";
import { channelsOf, needChannels } from "../rules.ts";
import { category } from "../settings.ts";

export const spell = operator({
  name: "spell",
  summary:
    "Decides at every step which label of a category is said there, or none: what a sequence is read from.",
  documentation:
    "`y = x W + b` from the axis `channel` to the axis `label`, which holds the labels and, last, the blank. All other axes pass through. The result are logits; an output of the kind `sequence` reads them, and `ctc` learns them without being told which step belongs to which label.",
  family: "decide",
  operands: { x: one(["feature", "signal"], "the values to decide by, step by step") },
  settings: { category: category("whose labels are spelt", { positional: true }) },
  presence: "pass",
  ragged: "pass",
  type({ x }, { category: of }, at) {
    if (needChannels(at, "x", x) === undefined) return undefined;
    const others = x.axes.filter((a) => a.name !== CHANNEL);
    return {
      kind: { name: "logits", of: withBlank(of) },
      axes: [...others, axis(LABEL, of.labels.length + 1)],
      range: UNBOUNDED,
    };
  },
  parameters: {
    formula: "(channels + 1) · (labels + 1)",
    count: ({ x }, { category: { labels } }) => (channelsOf(x) + 1) * (labels.length + 1),
  },
  lower({ g, weight }, { x }, { category: { labels } }) {
    const width = labels.length + 1;
    const kernel = weight("kernel", [channelsOf(x.type), width], { kind: "glorot_uniform" });
    return g.add(g.linear(x.tensor, kernel), weight("bias", [width], { kind: "zeros" }));
  },
  source: "Graves et al., ICML 2006 (the blank)",
  example: `
    input words: text(words: 6, vocabulary: 100)
    said = words |> embed(8)
    output moods: sequence<Mood> = said |> spell(Mood)
    output mood: Mood = said |> mean(over: word) |> classify(Mood)`,
});
