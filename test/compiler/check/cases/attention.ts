import { type Cases, inModel } from "../kit/cases.ts";

export const attentionCases: Cases = {
  "a context of one place": {
    source: `category Mood = ["glad", "sad"]
model M {
  input x: vector(8)
  input words: text(words: 6, vocabulary: 100)
  seen = «words |> embed(4) |> cross_attention(x, heads: 2)»
  output mood: Mood = seen |> mean(over: word) |> classify(Mood)
}`,
    finds: ["context_single"],
  },
  "contexts of different widths": {
    source: inModel("a = «cross_attention(said, x, words |> embed(6), heads: 2)»"),
    finds: ["sizes_differ"],
    help: ["map them to one width first, for example with `dense(8)`"],
  },
  "heads that do not share the query": {
    source: inModel("a = said |> cross_attention(photo |> mean(over: height), «heads: 3»)"),
    finds: ["size_unequal"],
    help: ["4 channels can be shared among 1, 2 or 4 heads"],
  },
  "nothing to look at": {
    source: inModel("a = «said |> cross_attention(heads: 2)»"),
    finds: ["operand_missing"],
    help: ["write `cross_attention(query, contexts)`"],
  },
  "attention to a picture": {
    source: inModel("a = said |> cross_attention(«photo», heads: 2)"),
    finds: ["sequence_missing"],
  },
  "a pool over channels": {
    source: inModel("a = said |> attention_pool(«over: [word, channel]»)"),
    finds: ["channel_pooled"],
  },
  "an axis stacked twice": {
    source: inModel("a = stack(x, x)\n  b = stack(«a», a)"),
    finds: ["axis_present"],
  },
  "widths that do not stack": {
    source: inModel("a = «stack(x, touch)»"),
    finds: ["sizes_differ"],
    help: ["project them to one width: stack(x, touch, width: 8)"],
  },
  "a picture among sequences": {
    source: inModel("a = join(said, «photo |> dense(4)»)"),
    finds: ["sequence_missing"],
  },
  "positions of nowhere": {
    source: inModel("a = «x» |> positions\n  b = «photo» |> positions(sinusoidal)"),
    finds: ["sequence_missing", "sequence_missing"],
  },
  "a softmax over words of decisions": {
    source: inModel(
      "a = said |> classify(Mood) |> softmax(«over: word»)\n  b = «said |> softmax»\n  c = said |> softmax(over: «time»)",
    ),
    finds: ["softmax_over", "setting_missing", "unknown_axis"],
  },
  "an axis that is there already": {
    source: inModel("a = «photo» |> merge(height, as: width)"),
    finds: ["axis_present"],
  },
  "channels that are merged": {
    source: inModel(
      "a = said |> merge(«[word, channel]», as: token)\n  b = said |> merge(word, «as: channel»)\n  c = said |> merge(word, as: «3»)",
    ),
    finds: ["channel_pooled", "channel_pooled", "setting_kind"],
  },
  "heads without their name": {
    source: inModel("a = said |> cross_attention(photo |> mean(over: height), «2»)"),
    finds: ["setting_unnamed"],
    help: ["heads: 2"],
  },
};
