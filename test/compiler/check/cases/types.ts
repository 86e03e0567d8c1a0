import { type Cases, inModel, inTrain, PLAN } from "../kit/cases.ts";

export const typeCases: Cases = {
  "an absent value for a block that has no rule for it": {
    source: inModel(
      "y = «Compare(x, touch)»\n  z = «Both([said |> mean(over: word), touch])»\n  w = Compare(x, concat(x, touch))",
      `block Compare(a: feature present, «#see b: feature present») -> feature {
  return multiply(a, b, width: 8)
}
block Both(«#see-xs xs: list<feature present>») -> feature {
  return concat(xs)
}`,
    ),
    finds: ["presence_refused", "presence_refused"],
    help: ["make the input required, or fuse the value first: `concat`", "have a rule for what is absent"],
  },
  "a result that is promised and may be absent": {
    source: inModel(
      "y = «#see Felt(touch)»\n  z = Felt(x)",
      "block Felt(a: feature) -> «feature[channel: _] present» {\n  return a |> dense(8)\n}",
    ),
    finds: ["result_type"],
  },
  "`present` where it means nothing": {
    source: inModel(
      "input y: vector(4) «present»\n  z = x |> A(n: 2)",
      "block A(x: feature, n: int «present») -> feature {\n  return x |> dense(n)\n}",
    ),
    finds: ["type_part_refused", "unknown_choice"],
  },
  "an instance on values of two widths": {
    source: `category Mood = ["glad", "sad"]
block Tower(x: signal) -> feature {
  return «x |> dense(4)» |> relu
}
model M {
  input a: vector(8)
  input b: vector(6)
  encode = new Tower()
  output mood: Mood = concat(a |> encode, «#see b |> encode») |> classify(Mood)
}`,
    finds: ["shared_weights"],
  },
  "edges that are none": {
    source: inModel(
      "weight links: feature[word: 6, other: 5] = ones\n  linked = graph_conv(said, «links», units: 4)",
    ),
    finds: ["edges_unlike"],
  },
  // ---- kind
  "words without meaning": {
    source: inModel("a = «words» |> dense(4)"),
    finds: ["kind_refused"],
    help: ["give the words meaning first: `|> embed(64)`"],
  },
  "the softmax of probabilities": {
    source: inModel("a = score |> softmax\n  b = «a» |> softmax"),
    finds: ["kind_refused"],
    help: ["these are probabilities already: leave `softmax` out"],
  },
  "voting with features": {
    source: `category Mood = ["glad", "sad"]
model M {
  input x: vector(8)
  output mood: Mood = vote(«x», «#see x |> dense(4)»)
}`,
    finds: ["kind_refused"],
    help: ["decide first: `|> classify(Mood)`"],
  },
  "adding logits to probabilities": {
    source: inModel("p = score |> softmax\n  a = sum(«score», «#see p»)\n  b = «score + p»"),
    finds: ["kind_refused", "setting_kind"],
    help: ["decisions are joined by `vote(a, b)`", "decisions are joined by `vote(a, b)`"],
  },
  "a probability into a layer": {
    source: inModel("p = score |> softmax\n  a = «p» |> dense(4)\n  b = concat(x, «p»)"),
    finds: ["kind_refused", "kind_refused"],
    help: ["use the features from before the decision", "use the features from before the decision"],
  },
  "embedding numbers": { source: inModel("a = «x» |> embed(4)"), finds: ["kind_refused"] },
  "decisions about two things": {
    source: inModel("a = «vote(score, «#see x |> classify(Tone)»)»"),
    finds: ["categories_differ"],
  },
  "a category of the same name from another file": {
    source: `use "./other.fuse" { Decide }
category Mood = ["glad", "sad"]
model M {
  input x: vector(8)
  output mood: Mood = «x |> Decide»
}`,
    files: {
      "other.fuse": `category Mood = ["happy", "unhappy"]
block Decide(x: signal) -> logits<Mood> {
  return x |> classify(Mood)
}`,
    },
    finds: ["output_kind"],
  },
  "a loss against other labels": {
    source: inTrain(`minimise: cross_entropy(«tone», target: mood)\n  ${PLAN}`),
    finds: ["categories_differ"],
  },
  "a loss of features": {
    source: inTrain(`minimise: cross_entropy(«hidden», target: mood)\n  ${PLAN}`),
    finds: ["kind_refused"],
  },
  "an output that decides nothing": {
    source: `category Mood = ["glad", "sad"]
category Tone = ["warm", "cold"]
model M {
  input x: vector(8)
  input words: text(words: 6, vocabulary: 100)
  output a: Mood = «x |> dense(2)»
  output b: Mood = «x |> classify(Tone)»
  output c: Mood = «words |> embed(4) |> classify(Mood)»
  output d: Mood = «3»
}`,
    finds: ["output_kind", "output_kind", "output_kind", "output_kind"],
    help: ["end it with `classify(Mood)`", "average the other axes away"],
  },
  "a number where a value belongs": {
    source: inModel(`n = 3
  a = «n» |> relu
  b = dense(«64»)
  c = concat(x, «Mood»)
  d = «"x"» |> relu`),
    finds: ["not_a_tensor", "not_a_tensor", "not_a_tensor", "not_a_tensor"],
    help: ["pipe a value into it: `value |> dense(…)`"],
  },

  // ---- axes
  "no channels": {
    source: inModel("a = «said |> mean(over: channel)» |> dense(4)"),
    finds: ["axis_missing"],
  },
  "an axis that the value has not": {
    source: inModel(
      "a = said |> mean(over: «wrod»)\n  b = said |> mean(over: «space»)\n  c = said |> max(over: [word, «time»])",
    ),
    finds: ["unknown_axis", "unknown_axis", "unknown_axis"],
    help: ["did you mean `word`?"],
  },
  "an axis named twice": {
    source: inModel("a = photo |> mean(over: [height, «space»])"),
    finds: ["setting_repeated"],
  },
  "nowhere to slide": {
    source: inModel("a = «x» |> conv(4)\n  b = «x» |> max_pool(2)\n  c = «x» |> depthwise_conv"),
    finds: ["space_missing", "space_missing", "space_missing"],
  },
  "joining other axes": {
    source: inModel("a = «concat(x, «#see photo |> conv(4)»)»"),
    finds: ["axes_differ"],
  },
  "joining other channel sizes": {
    source: inModel(`wide = «#see x |> dense(6)»
  slim = x |> dense(4)
  a = «sum(wide, slim)»
  b = «multiply(wide, slim)»`),
    finds: ["sizes_differ", "sizes_differ"],
    help: ["project them to one width: sum(wide, slim, width: 6)"],
  },
  "joining other sizes": {
    source: inModel("a = «concat(photo, photo |> max_pool(2))»"),
    finds: ["sizes_differ"],
  },
  "texts of different lengths": {
    source: `category Mood = ["glad", "sad"]
model M {
  input title: text(words: 6, vocabulary: 100)
  input body: text(words: 6, vocabulary: 100)
  joint = «concat(title |> embed(4), body |> embed(4))»
  output mood: Mood = joint |> mean(over: word) |> classify(Mood)
}`,
    finds: ["ragged_differ"],
  },
  "padding laid out": {
    source: inModel("a = «said» |> flatten\n  b = words |> embed(3) |> batch_norm"),
    finds: ["ragged_refused"],
    help: ["reduce it first, for example with `mean(over: word)`"],
  },
  "a window larger than the picture": {
    source: inModel("a = photo |> max_pool(«9»)\n  b = photo |> conv(4, «kernel: 9», padding: valid)"),
    finds: ["size_too_small", "size_too_small"],
  },
  "heads that do not divide": {
    source: inModel("a = said |> self_attention(«3»)"),
    finds: ["size_unequal"],
    help: ["4 channels can be shared among 1, 2 or 4 heads"],
  },
  "half a sample": {
    source: `category Mood = ["glad", "sad"]
model M {
  input voice: audio(«0.3333333 s») @ 16 kHz
  output mood: Mood = voice |> mean(over: time) |> classify(Mood)
}`,
    finds: ["size_fractional"],
  },
  "words embedded twice": {
    source: inModel(
      "a = x",
      `block Twice(x: tokens[word: N, channel: C]) -> feature[word: N, channel: 4] {
  return «x» |> embed(4)
}`,
    ),
    finds: ["axis_present"],
  },
  "no sequence": {
    source: inModel("a = «x» |> gru(4)\n  b = «photo» |> self_attention(1)"),
    finds: ["sequence_missing", "sequence_missing"],
  },
  "a sequence without end": {
    source: `category Mood = ["glad", "sad"]
model M {
  input voice: audio(1 s) @ 16 kHz
  output mood: Mood = «voice» |> lstm(4) |> classify(Mood)
}`,
    finds: ["sequence_long"],
  },
  "attention to one place": {
    source: `category Mood = ["glad", "sad"]
model M {
  input motion: series(samples: 1, channels: 4)
  output mood: Mood = «motion |> self_attention(2)» |> mean(over: time) |> classify(Mood)
}`,
    finds: ["single_key"],
  },
  "normalising one number": {
    source: `category Mood = ["glad", "sad"]
model M {
  input x: vector(8)
  a = x |> Lone
  b = x |> Lone
  output mood: Mood = concat(a, b) |> classify(Mood)
}
block Lone(x: signal) -> feature {
  return «x |> dense(1) |> layer_norm»
}`,
    finds: ["single_channel"],
  },
  "a decision for every word": {
    source: `category Mood = ["glad", "sad"]
model M {
  input words: text(words: 6, vocabulary: 100)
  each = words |> embed(4) |> classify(Mood)
  output mood: Mood = words |> embed(4) |> mean(over: word) |> classify(Mood)
}
data D {
  from: "table.csv"
  words = column("words")
  mood = column("mood")
  split: column("split")
}
train M on D {
  minimise: cross_entropy(«each», target: mood)
  ${PLAN}
}`,
    finds: ["loss_axes"],
  },
  "values that nothing could hold": {
    source: `category Mood = ["glad", "sad"]
model M {
  input huge: «image(2_000_000_000, 2_000_000_000, rgb)»
  input big: image(20_000, 20_000, rgb)
  a = «big |> conv(2_000)»
  b = «big |> flatten |> dense(2)»
  output mood: Mood = big |> mean(over: space) |> classify(Mood)
}`,
    finds: ["value_too_large", "value_too_large", "weights_too_many"],
  },
  "a type of many axes": {
    source: inModel(
      "a = x",
      "block B(x: feature[a: 1, b: 1, c: 1, d: 1, e: 1, f: 1, g: 1, «h: 1»]) -> feature {\n  return x |> relu\n}",
    ),
    finds: ["axes_too_many"],
  },

  // ---- rate
  "two rates": {
    source: `category Mood = ["glad", "sad"]
model M {
  input fast: series(samples: 20, channels: 2) @ 20 Hz
  input slow: series(samples: 20, channels: 2) @ 10 Hz
  joint = «concat(fast, slow)»
  output mood: Mood = joint |> mean(over: time) |> classify(Mood)
}`,
    finds: ["rates_differ"],
  },
  "a recording without its rate": {
    source: `category Mood = ["glad", "sad"]
model M {
  input voice: «audio(1 s)»
  input words: text(words: 6, vocabulary: 9) @ «3 Hz»
  output mood: Mood = voice |> mean(over: time) |> classify(Mood)
}`,
    finds: ["rate_missing", "rate_refused"],
  },
  "a rate without time": {
    source: inModel("a = x", "block B(x: feature[channel: D] @ «3 Hz») -> feature {\n  return x |> relu\n}"),
    finds: ["rate_refused"],
  },
  "a block for another rate": {
    source: inModel(
      "a = «voice |> B»",
      "block B(«#see x: signal[time: T, channel: 1] @ 50 Hz») -> feature {\n  return x |> mean(over: time)\n}",
    ),
    finds: ["argument_type"],
  },

  // ---- range
  "raw signals on different scales": {
    source: `category Mood = ["glad", "sad"]
model M {
  input a: vector(4) in 0..1
  input b: vector(4) in 0..255
  input c: vector(4) standardised
  early = «concat(a, b)»
  added = «sum(a, c)»
  encoded = concat(a |> layer_norm, b |> dense(4))
  output mood: Mood = concat(early |> layer_norm, added |> layer_norm, encoded) |> classify(Mood)
}`,
    finds: ["scales_differ", "scales_differ"],
  },
  "ranges that mean nothing": {
    source: `category Mood = ["glad", "sad"]
model M {
  input words: text(words: 6, vocabulary: 9) in «0..1»
  input photo: image(8, 8, rgb) «standardised»
  input a: vector(4) in «1..0»
  input b: vector(4) «standardized»
  output mood: Mood = a |> classify(Mood)
}`,
    finds: ["range_refused", "range_refused", "setting_kind", "unknown_choice"],
    help: ["did you mean `standardised`?"],
  },
  "a block for another scale": {
    source: inModel(
      "a = «x |> B»",
      "block B(«#see x: signal in 0..1») -> feature {\n  return x |> dense(4)\n}",
    ),
    finds: ["argument_type"],
  },

  // ---- presence
  "an output that may be absent": {
    source: `category Mood = ["glad", "sad"]
model M {
  «#see optional input a: vector(4)»
  optional input b: vector(4)
  optional input c: vector(4)
  both = vote(b |> classify(Mood), c |> classify(Mood))
  output either: Mood = vote(a |> classify(Mood), both)
  output «mood»: Mood = both
}`,
    finds: ["inputs_optional"],
    help: ["decide from several paths, of which any suffices"],
  },
  "an output of which nothing is required": {
    source: `category Mood = ["glad", "sad"]
model M {
  input x: vector(4)
  optional input a: vector(4)
  optional input b: vector(4)
  output tone: Mood = x |> classify(Mood)
  output «mood»: Mood = vote(a |> classify(Mood), b |> classify(Mood))
}`,
    finds: ["inputs_optional"],
    help: ["decide from several paths, of which any suffices", "a record may have no more than `x`"],
  },
  "a bias that normalisation takes away": {
    source: `category Mood = ["glad", "sad"]
model M {
  input x: vector(8)
  input photo: image(8, 8, rgb)
  // Kept apart: what else uses them sees the bias, or it is taken away only after a bend.
  a = x |> dense(4)
  b = x |> dense(4, relu) |> batch_norm
  c = «#see «photo |> depthwise_conv» |> batch_norm» |> mean(over: space)
  d = photo |> Tower
  e = «x |> dense(4, bias: true)» |> batch_norm
  output mood: Mood = concat(a, a |> batch_norm, b, c, d, e) |> classify(Mood)
}
block Tower(x: image) -> feature {
  for width in [2, 4] {
    x = «x |> conv(width)» |> batch_norm |> relu
  }
  return x |> mean(over: space)
}`,
    finds: ["bias_idle", "bias_idle", "bias_idle"],
    help: ["leave it out: `bias: false`", "leave it out: `bias: false`", "leave it out: `bias: false`"],
  },
  "a bias that the mean over places takes away": {
    source: `category Mood = ["glad", "sad"]
model M {
  input photo: image(8, 8, rgb)
  a = «photo |> conv(4)» |> instance_norm
  b = «photo |> conv(4)» |> group_norm(4)
  c = photo |> conv(4) |> group_norm(2)
  output mood: Mood = sum(a, b, c) |> mean(over: space) |> classify(Mood)
}
`,
    finds: ["bias_idle", "bias_idle"],
  },
};
