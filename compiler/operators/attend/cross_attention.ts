import { BATCH, type Tensor } from "../../graph/tensor.ts";
import { attention } from "../../lower/attention.ts";
import type { LowerContext, Lowered } from "../../lower/context.ts";
import { endToEnd, type Places, placesOf } from "../../lower/places.ts";
import { addSizes } from "../../types/size.ts";
import { axisNamed, CHANNEL, UNBOUNDED } from "../../types/value-type.ts";
import {
  ATTENTION_SETTINGS,
  attentionWeights,
  isPlaces,
  placesIn,
  sameChannels,
  sharedEvenly,
} from "../attention.ts";
import { many, one, operator } from "../define.ts";
import { channelsOf } from "../rules.ts";
import { integer } from "../settings.ts";

export const crossAttention = operator({
  name: "cross_attention",
  summary:
    "Lets every place of one value gather from the places of others what it needs: multi-head attention.",
  documentation:
    "`softmax(Q Kᵀ / √(dim / heads)) V` for each head, with `Q` a linear map of the first operand to `dim` channels, `K` and `V` linear maps of the context, and a last linear map back to the channels of the first. The sequence is the one axis beside `channel`, whatever its name, and a vector is one place. Several contexts are looked at as one sequence, so that they need equally many channels; their order does not matter, and neither does that of their places: give them `positions` first where it should. Padding is never looked at, and of nothing but padding comes 0. In place of a context that a record lacks stands a trained token of its own. Nothing is added around it: write `sum(x, x |> cross_attention(y, heads: 4))` for a residual connection.",
  family: "attend",
  operands: {
    query: one(["feature", "signal"], "what gathers: a sequence or a vector"),
    contexts: many(["feature", "signal"], "what is looked at: sequences or vectors", 1, { apart: true }),
  },
  settings: { ...ATTENTION_SETTINGS, heads: integer(ATTENTION_SETTINGS.heads.summary) },
  presence: {
    rule: "lacking where the first operand is; a trained token stands in place of another",
    follows: "query",
  },
  ragged: "masked",
  idle: { key_bias: "the softmax takes away what all scores of a query have in common" },
  type({ query, contexts }, { heads, dim }, at) {
    const own = isPlaces(at, "query", query, "cross_attention");
    const others = contexts.map((context, i) => isPlaces(at, `contexts.${i}`, context, "cross_attention"));
    if (!own || others.includes(false) || !sameChannels(at, "contexts", contexts)) return undefined;
    if (!sharedEvenly(at, dim ?? axisNamed(query, CHANNEL)!.size, heads)) return undefined;
    if (contexts.map(placesIn).reduce(addSizes) === 1) {
      at.fail("context_single", "call", { operator: "cross_attention", value: at.words("contexts", 0) });
    }
    return { kind: { name: "feature" }, axes: query.axes, range: UNBOUNDED };
  },
  parameters: {
    formula:
      "2 · dim · (channels + context channels) + 3 · dim + channels, and context channels for each context that may be lacking",
    count({ query, contexts }, { dim }) {
      const tokens = contexts.filter((context) => context.presence === "optional").length;
      return attentionWeights(query, contexts[0]!, dim) + tokens * channelsOf(contexts[0]!);
    },
  },
  lower(context, { query, contexts }, { heads, dim }) {
    const { g } = context;
    const channels = channelsOf(query.type);
    const looked = endToEnd(
      context,
      contexts.flatMap((x, i) => [placesOf(context, x), ...tokenFor(context, x, i)]),
    );
    const queries = g.reshape(query.tensor, [BATCH, placesIn(query.type) as number, channels]);
    const gathered = attention(context, queries, looked, { heads, width: dim ?? channels });
    const isSure = contexts.some(({ type }) => type.axes.every((axis) => axis.ragged === undefined));
    const result = isSure ? gathered : zeroOfNothing(context, gathered, looked);
    return g.reshape(result, query.tensor.shape);
  },
  source: "Vaswani et al., NeurIPS 2017, arXiv 1706.03762",
  example: `
    input phrase: text(words: 6, vocabulary: 100)
    input motion: series(samples: 10, channels: 3) @ 50 Hz
    words = phrase |> embed(8)
    seen = words |> cross_attention(motion |> dense(6), heads: 2) |> mean(over: word)
    output mood: Mood = seen |> classify(Mood)`,
});

/** One more place, trained, that the rows without an operand look at in its stead. */
function tokenFor({ g, weight }: LowerContext, { type, presence }: Lowered, place: number): Places[] {
  if (presence === undefined) return [];
  const channels = channelsOf(type);
  const token = weight(`absent_${place + 1}`, [channels], { kind: "uniform", low: -0.05, high: 0.05 });
  return [
    {
      tensor: g.broadcastTo(token, [BATCH, 1, channels]),
      filled: g.reshape(g.sub(g.scalar(1), presence), [BATCH, 1]),
    },
  ];
}

/** What was gathered, and 0 in rows in which there was nothing to look at. */
function zeroOfNothing({ g }: LowerContext, gathered: Tensor, { filled }: Places): Tensor {
  if (filled === undefined) return gathered;
  const any = g.reshape(g.greater(g.reduceMax(filled, [1]), g.scalar(0)), [BATCH, 1, 1]);
  return g.select(any, gathered, g.scalar(0));
}
