import { attention } from "../../lower/attention.ts";
import { withoutPadding } from "../../lower/masked.ts";
import { axisNamed, CHANNEL, UNBOUNDED } from "../../types/value-type.ts";
import { ATTENTION_SETTINGS, attentionWeights, sharedEvenly } from "../attention.ts";
import { one, operator } from "../define.ts";
import { channelsOf, needSequence } from "../rules.ts";

export const selfAttention = operator({
  name: "self_attention",
  summary: "Lets every place of a sequence gather from all its places what it needs: multi-head attention.",
  documentation:
    "`softmax(Q Kᵀ / √(dim / heads)) V` for each head, with `Q`, `K` and `V` linear maps of the operand to `dim` channels and a last linear map back to the channels that came in. The sequence is the one axis beside `channel`; places that are padding are never looked at. Nothing is added around it: write `sum(x, x |> self_attention(4))` for a residual connection.",
  family: "attend",
  operands: { x: one(["feature", "signal"], "the sequence") },
  settings: ATTENTION_SETTINGS,
  presence: "pass",
  ragged: "masked",
  idle: { key_bias: "the softmax takes away what all scores of a query have in common" },
  type({ x }, { heads, dim }, at) {
    const sequence = needSequence(at, "x", x, "self_attention");
    const width = dim ?? axisNamed(x, CHANNEL)?.size;
    if (sequence === undefined || width === undefined || !sharedEvenly(at, width, heads)) return undefined;
    if (sequence.size === 1) {
      at.fail("single_key", "call", { operator: "self_attention", axis: sequence.name });
    }
    return { kind: { name: "feature" }, axes: x.axes, range: UNBOUNDED };
  },
  parameters: {
    formula: "4 · channels · dim + 3 · dim + channels",
    count: ({ x }, { dim }) => attentionWeights(x, x, dim),
  },
  lower(context, { x }, { heads, dim }) {
    const clean = withoutPadding(context, x);
    const places = { tensor: clean, filled: context.mask(x.type.axes[0]!) };
    return attention(context, clean, places, { heads, width: dim ?? channelsOf(x.type) });
  },
  source: "Vaswani et al., NeurIPS 2017, arXiv 1706.03762",
  example: `
    input phrase: text(words: 6, vocabulary: 100)
    words = phrase |> embed(8) |> self_attention(2) |> mean(over: word)
    output mood: Mood = words |> classify(Mood)`,
});
