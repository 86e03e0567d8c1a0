import { defineMessages } from "./define.ts";

/** Findings about attention and sequences of places. */
export const attentionMessages = defineMessages({
  context_single: {
    code: "FW2720",
    severity: "warning",
    message: "`{value}` is a single place to look at, so `{operator}` gathers the same whatever the query is",
    explanation:
      "Attention weighs places against each other. Of one place the weight is always 1, so that the query decides nothing and the operator is only an expensive linear map of its context. Let it look at the places themselves, before they are averaged or pooled into one, or hand it several contexts. To join two vectors, take `multiply`, `sum` or `concat`.",
    wrong: `model M {
  input name: text(words: 8, vocabulary: 100)
  input face: vector(8)
  said = name |> embed(8) |> mean(over: word)
  output mood: Mood = face |> cross_attention(said, heads: 2) |> classify(Mood)
}`,
    right: `model M {
  input name: text(words: 8, vocabulary: 100)
  input face: vector(8)
  said = name |> embed(8)
  output mood: Mood = face |> cross_attention(said, heads: 2) |> classify(Mood)
}`,
  },
  channel_pooled: {
    code: "FW2721",
    severity: "error",
    message: "`{operator}` goes along places, and `{axis}` holds what stands at each of them",
    explanation:
      "Places are weighed, or told apart, by their channels. Name the axes along which the places lie, such as `word`, `time` or `modality`.",
  },
  softmax_over: {
    code: "FW2722",
    severity: "error",
    message: "the softmax of logits goes over their labels, and not over `{axis}` of `{value}`",
    explanation:
      "Logits become probabilities that add up to 1 over the labels of their category. Leave `over` out. To weigh places against each other, score features: `words |> dense(1) |> softmax(over: word)`.",
  },
});
