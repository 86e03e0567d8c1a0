import { type Cases, inModel, inTrain, PLAN } from "../kit/cases.ts";

export const nameCases: Cases = {
  "a misspelt value": {
    source: inModel("joint = concat(x, «saidd»)"),
    finds: ["unknown_name"],
    help: ["did you mean `said`?"],
  },
  "an operator where a value belongs": {
    source: inModel("joint = concat(x, «relu»)"),
    finds: ["unknown_name"],
    help: ["`relu` is an operator: apply it with `value |> relu`"],
  },
  "a name of every object in JavaScript": {
    source: inModel("joint = concat(«toString», «constructor», «__proto__»)"),
    finds: ["unknown_name", "unknown_name", "unknown_name"],
  },
  "what follows an error is not an error": {
    source: inModel(`a = x |> «densee»(4)
  b = a |> relu
  c = concat(a, b) |> classify(Mood)
  d = «missing» |> relu
  e = vote(c, d)`),
    finds: ["unknown_operator", "unknown_name"],
  },
  "a misspelt block": {
    source: inModel("a = x |> «Towr»", "block Tower(x: signal) -> feature {\n  return x |> dense(4)\n}"),
    finds: ["unknown_operator"],
    help: ["did you mean `Tower`?"],
  },
  "Keras and PyTorch names of operators": {
    source: inModel(`a = x |> «Dense»(64)
  b = x |> «nn.Linear»(64)
  c = photo |> «Conv2D»(8) |> «BatchNorm2d» |> «MaxPooling2D»(2) |> «GlobalAveragePooling2D»(over: space)
  d = «torch.cat»(x, x)
  e = words |> «Embedding»(8)
  f = said |> «nn.MultiheadAttention»(2)
  g = x |> «nn.LayerNorm»
  h = «Add»(x, x)`),
    finds: Array.from({ length: 11 }, () => "unknown_operator" as const),
    help: [
      "dense",
      "conv",
      "batch_norm",
      "max_pool",
      "mean",
      "concat",
      "embed",
      "self_attention",
      "layer_norm",
      "sum",
    ].map((name) => `did you mean \`${name}\`?`),
  },
  "an operator behind a dot": {
    source: inModel("a = x |> «tf.dense»(4)"),
    finds: ["unknown_operator"],
    help: ["did you mean `dense`?"],
  },
  "an input made by a call": {
    source: inModel("a = «tf.keras.Input»(8)"),
    finds: ["unknown_operator"],
    help: ["what comes in is declared: `input name: vector(8)`"],
  },
  "a misspelt modality": {
    source: `category Mood = ["glad", "sad"]
model M {
  input x: «vektor»(8)
  output mood: Mood = x |> classify(Mood)
}`,
    finds: ["unknown_type"],
    help: ["did you mean `vector`?"],
  },
  "types of parameters": {
    source: inModel(
      "a = x",
      `block A(x: «featur», n: «integer», c: «constructor») -> «Feature» {
  return x
}
block B(x: logits<«Mod»>) -> logits<Mood> {
  return x
}`,
    ),
    finds: ["unknown_type", "unknown_type", "unknown_type", "unknown_type", "unknown_type"],
    help: ["did you mean `feature`?", "did you mean `feature`?", "did you mean `Mood`?"],
  },
  "an output of an unknown category": {
    source: `category Mood = ["glad", "sad"]
model M {
  input x: vector(8)
  output a: «Mod» = x |> classify(Mood)
  output b: «Weather» = x |> classify(Mood)
}`,
    finds: ["unknown_type", "unknown_type"],
    help: ["did you mean `Mood`?", "declare what it decides"],
  },
  "settings of data and training": {
    source: inTrain(
      `«minimize»: cross_entropy(mood)
  ${PLAN}
  «__proto__»: 3
  «momentum»: 0.9`,
      "train M on D",
      "«form»: 3",
    ),
    finds: Array.from({ length: 4 }, () => "unknown_plan_setting" as const),
    help: ["did you mean `minimise`?", "did you mean `from`?"],
  },
  "training an unknown model": {
    source: inTrain(`minimise: cross_entropy(mood)\n  ${PLAN}`, "train «N» on D"),
    finds: ["unknown_declaration"],
  },
  "training on unknown data": {
    source: inTrain(
      `minimise: cross_entropy(mood)\n  ${PLAN}\n  stop: «stall»(validation.loss, for: 3)`,
      "train M on «Data»",
    ),
    finds: ["unknown_declaration", "unknown_choice"],
  },
  "a symbol that no use can tell": {
    source: inModel(
      "a = x",
      `block Half(x: feature[channel: «D»/2]) -> feature[channel: «K»] {
  return x |> dense(4)
}
block Twice(x: feature[channel: D]) -> feature[channel: 2 * «E»] {
  return x |> dense(2 * D)
}
block Same(x: feature[channel: units]) -> feature[channel: «unit»] {
  return x
}`,
    ),
    finds: ["unknown_dimension", "unknown_dimension", "unknown_dimension", "unknown_dimension"],
    help: ["did you mean `units`?"],
  },
  "a label that is no name": {
    source: inTrain(`minimise: cross_entropy(«moodd»)\n  ${PLAN}`),
    finds: ["unknown_name"],
    help: ["did you mean `mood`?"],
  },
};
