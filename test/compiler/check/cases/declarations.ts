import { type Cases, inModel } from "../kit/cases.ts";

const ENCODER = "block Encoder(x: signal, width: int) -> feature {\n  return x |> dense(width, relu)\n}";

const ACT = "block Act(x: feature, kind: choice<relu, tanh> = relu) -> feature {\n  return x |> kind\n}";

export const declarationCases: Cases = {
  "a name given twice": {
    source: inModel("«#see a» = x |> dense(4)\n  «a» = photo |> conv(4)\n  b = a |> max_pool(2)"),
    finds: ["name_taken"],
  },
  "names taken across declarations": {
    source: `category «#see-mood Mood» = ["glad", "sad"]
category «Mood» = ["warm", "cold"]
block «#see-e E»(x: signal, «x»: int) -> feature {
  return x |> relu
}
model «E» {
  input x: vector(8)
  output mood: Mood = x |> classify(Mood)
}`,
    finds: ["name_taken", "name_taken", "name_taken"],
  },
  "inputs and outputs of one name": {
    source: `category Mood = ["glad", "sad"]
model M {
  input «#see x»: vector(8)
  input «x»: image(8, 8, rgb)
  output «x»: Mood = x |> classify(Mood)
}`,
    finds: ["name_taken", "name_taken"],
  },
  "a name that no record can have": {
    source: `category Mood = ["glad", "sad"]
model M {
  input x: vector(8)
  input «__proto__»: vector(8)
  output mood: Mood = concat(x, __proto__) |> classify(Mood)
}`,
    finds: ["name_reserved"],
  },
  "a variable of a `for` that is taken": {
    source: inModel(
      "for «x» in [1, 2] {\n    a = photo |> conv(x)\n  }\n  b = [said for n in [1], «n» in [2]]",
    ),
    finds: ["name_taken", "name_taken"],
  },
  "a block's name in a `for`": {
    source: inModel("for n in [1] {\n    «Encoder» = x |> dense(4)\n  }", ENCODER),
    finds: ["name_taken"],
  },
  "a choice of nothing": {
    source: inModel(
      "y = x |> Bad(kind: relu)",
      "block Bad(x: feature, kind: «choice» = relu) -> feature {\n  return x |> kind\n}",
    ),
    finds: ["choices_missing"],
  },
  "a word twice in a choice": {
    source: inModel(
      "y = x |> relu",
      "block Bad(x: feature, kind: choice<«#see relu», «relu»>) -> feature {\n  return x |> kind\n}",
    ),
    finds: ["setting_repeated"],
  },
  "a choice that a block does not have": {
    source: inModel("y = x |> Act(kind: «tahn»)\n  z = x |> Act(kind: «64»)", ACT),
    finds: ["unknown_choice", "setting_kind"],
    help: ["did you mean `tanh`?"],
  },
  "a choice handed on to what knows only some of its words": {
    source: inModel(
      "y = x |> relu",
      "block Bad(x: feature, «#see kind»: choice<relu, steep>) -> feature {\n  a = x |> «kind»\n  return x |> dense(8, «kind»)\n}",
    ),
    finds: ["not_callable", "unknown_choice"],
  },
  "a parameter called like one of the words": {
    source: inModel(
      "y = x |> relu",
      "block Bad(x: feature, «#see relu»: choice<relu, tanh>) -> feature {\n  return x |> dense(8, «relu»)\n}",
    ),
    finds: ["choice_ambiguous"],
  },
  "a choice compared with a word that it cannot be": {
    source: inModel(
      "y = x |> relu",
      "block Bad(x: feature, kind: choice<relu, tanh>) -> feature {\n  ys = [x |> kind for i in 1..2 if kind == «rleu»]\n  return concat(x, x |> kind)\n}",
    ),
    finds: ["unknown_choice"],
    help: ["did you mean `relu`?"],
  },
  "defaults that use what is not known yet": {
    source: inModel(
      "y = x |> relu",
      "block Bad(«#see-x x: feature», a: int = 2 * «b», b: int = «b» + 1, c: int = «x», d: int = «q») -> feature {\n  return x |> dense(a + b + c + d)\n}",
    ),
    finds: ["default_refers", "default_refers", "default_refers", "unknown_name"],
  },
  "a default that is not whole at one use": {
    source: inModel(
      "y = x |> Half(width: 6)\n  z = «#see x |> Half(width: 5)»",
      "block Half(x: feature, width: int, hidden: int = «width / 2») -> feature {\n  return x |> dense(hidden, relu) |> dense(width)\n}",
    ),
    finds: ["setting_kind"],
  },
  "a name that changes its axes in a `for`": {
    source: inModel(
      "«#see y» = photo |> conv(4)\n  for «#see-turn n» in [1, 2] {\n    «y» = y |> mean(over: space)\n  }\n  z = y |> conv(4)",
    ),
    finds: ["rebound_shape"],
  },
  "an error in the second turn": {
    source: inModel(
      "y = photo |> conv(4)\n  for «#see n» in [2, 9, 3] {\n    y = y |> max_pool(«n»)\n  }\n  z = y |> dense(4)",
    ),
    finds: ["size_too_small"],
  },
  "statements out of place": {
    source: `category Mood = ["glad", "sad"]
model M {
  input x: vector(8)
  «width: 3»
  «return x»
  for n in [1, 2] {
    «output other: Mood = x |> classify(Mood)»
  }
  output mood: Mood = x |> classify(Mood)
}
block B(x: feature) -> feature {
  «input y: vector(8)»
  return x |> relu
}
data D {
  from: "a.csv"
  split: column("s")
  «require parameters < 3»
}`,
    finds: Array.from({ length: 5 }, () => "statement_misplaced" as const),
  },
  "weights of which something is missing": {
    source: inModel(
      `weight «a»: feature[channel: 4]
  weight b: «feature» = ones
  weight c: «logits<Mood>» = zeros
  weight d: «vector(8)» = zeros
  weight e: feature[channel: «N»] = zeros
  weight f: feature[channel: 4] = «gloro»
  weight g: feature[channel: 4] = normal(«-1»)
  weight «x»: feature[channel: 4] = zeros`,
    ),
    finds: [
      "weight_start_missing",
      "weight_size_missing",
      "weight_kind",
      "weight_kind",
      "unknown_dimension",
      "unknown_choice",
      "setting_range",
      "name_taken",
    ],
  },
  "a weight that no machine holds": {
    source: inModel("«weight w: feature[unit: 2M, channel: 2M] = zeros»\n  y = contract(x, w, over: [])"),
    finds: ["weights_too_many"],
  },
  "a block that ends early, or never": {
    source: inModel(
      "a = x",
      `block «Endless»(x: feature) -> feature {
  y = x |> relu
}
block Early(x: feature) -> feature {
  return x |> relu
  «y = x |> dense(4)»
  z = y
}`,
    ),
    finds: ["return_missing", "statement_unreached"],
  },
  "a block that breaks its promise": {
    source: inModel(
      "a = x",
      `block A(x: feature[channel: D]) -> «feature[channel: 8]» {
  return «#see x |> dense(4)»
}
block B(x: feature) -> «feature» {
  return 3
}
block C(x: feature) -> «logits<Mood>» {
  return x |> classify(Tone)
}
block «Two»(x: feature) -> (left: feature, right: feature) {
  return left: x, wrong: x
}
block Three(x: feature) -> (left: feature, «right: feature[channel: 4]») {
  return left: x, right: x |> dense(8)
}`,
    ),
    finds: ["result_type", "result_type", "result_type", "result_type", "result_type"],
  },
  "results that need a name": {
    source: inModel(
      "a = x",
      `block Two(x: feature) -> (x: feature, y: feature) {
  return x, «x |> relu»
}
block Same(x: feature) {
  return x, «x»: x |> relu
}`,
    ),
    finds: ["result_unnamed", "setting_repeated"],
  },
  "an argument that does not fit": {
    source: inModel(
      `a = «said |> Encoder(width: 3)»
  b = x |> «Encoder»
  c = «Encoder(width: 3)»
  e = x |> Encoder(width: 3, «4»)
  f = x |> Encoder(width: 3, «x: x»)
  g = x |> Encoder(width: «"3"»)`,
      ENCODER.replace("x: signal", "«#see x: signal»"),
    ),
    finds: [
      "argument_type",
      "setting_missing",
      "operand_missing",
      "setting_unnamed",
      "setting_repeated",
      "setting_kind",
    ],
  },
  "arguments of a block that it does not have": {
    source: inModel(
      "d = x |> Encoder(«widht»: 3, width: 4)\n  e = x |> Encoder(width: 3, «constructor»: 3)",
      ENCODER,
    ),
    finds: ["unknown_setting", "unknown_setting"],
    help: ["did you mean `width`?", "its parameters are x or width"],
  },
  "values for an instance, settings for its use": {
    source: inModel(
      "encode = new Encoder(«x»: x, width: 3)\n  good = new Encoder(width: 3)\n  a = x |> good(«width»: 4)\n  b = x |> good\n  c = «good()»",
      ENCODER,
    ),
    finds: ["unknown_setting", "unknown_setting", "operand_missing"],
  },
  "a block inside itself": {
    source: inModel(
      "a = x |> A\n  b = x |> S",
      `block «#see A»(x: signal) -> signal {
  return x |> B
}
block B(x: signal) -> signal {
  return x |> «A»
}
block S(x: signal) -> signal {
  return x |> «S»
}`,
    ),
    finds: ["block_recursive", "block_recursive"],
  },
  "an error inside a block at one of its uses": {
    source: inModel(
      "a = photo |> Pool(size: 2)\n  b = «#see photo |> Pool(size: 9)»",
      "block Pool(x: signal[height: H, width: W, channel: C], size: int) -> feature[height: H/size, width: W/size, channel: C] {\n  return x |> max_pool(«size»)\n}",
    ),
    finds: ["size_too_small"],
  },
  "a size that is not whole at one of its uses": {
    source: inModel(
      "a = x |> dense(8) |> Halve\n  b = «#see x |> dense(7) |> Halve»",
      "block Halve(x: feature[channel: D]) -> feature[channel: D/2] {\n  return x |> dense(«D/2»)\n}",
    ),
    finds: ["setting_kind"],
  },
  "sizes that must be one": {
    source: inModel(
      "a = «Same(x |> dense(4), x |> dense(5))»\n  b = Same(x |> dense(4), x |> dense(4))\n  c = «x |> dense(4) |> Wide(width: 5)»",
      `block Same(a: feature[channel: D], «#see b: feature[channel: D]») -> feature[channel: D] {
  return sum(a, b)
}
block Wide(x: feature[channel: width], width: int) -> feature {
  return x |> relu
}`,
    ),
    finds: ["argument_type", "argument_type"],
  },
  "an error in a block is said once, where it is": {
    source: inModel(
      "a = x |> Broken |> relu\n  b = x |> Outer\n  c = concat(a, b)",
      `block Outer(x: signal) -> feature {
  return x |> Broken |> dense(4)
}
block Broken(x: signal) -> feature {
  return x |> «densee»(4)
}`,
    ),
    finds: ["unknown_operator"],
  },
  "parts that a type does not have": {
    source: `category Mood = ["glad", "sad"]
model M {
  input x: vector(8)[«channel: 3»]
  output mood: Mood[«3»] = x |> classify(Mood)
}
block B(x: feature(«64»), y: feature<«Mood»>, n: int(«3»), z: feature in «0..1») -> feature {
  return x |> relu
}`,
    finds: Array.from({ length: 6 }, () => "type_part_refused" as const),
    help: ["sizes stand in brackets: `feature[channel: 64]`"],
  },
  "an axis declared twice": {
    source: inModel(
      "a = x",
      "block B(x: feature[«#see channel: 3», «channel: 4»]) -> feature {\n  return x\n}",
    ),
    finds: ["setting_repeated"],
  },
  "defaults that do not fit": {
    source: inModel(
      "a = x |> B",
      'block B(x: signal = «3», n: int = «"x"») -> signal {\n  return x |> dropout(0.1)\n}',
    ),
    finds: ["setting_kind", "setting_kind"],
  },
  "a model without ends": {
    source: 'category Mood = ["glad", "sad"]\nmodel ««Empty»» {\n}',
    finds: ["input_missing", "output_missing"],
  },
  "values that reach nothing": {
    source: `category Mood = ["glad", "sad"]
model M {
  input x: vector(8)
  input «other»: vector(8)
  // idle
  «idle» = x |> dense(4)
  output mood: Mood = x |> classify(Mood)
}`,
    finds: ["unused_value", "unused_value"],
  },
  "labels that are none": {
    source: `category A = «[]»
category B = «["one"]»
category C = ["a", «3»]
category D = ["a", «"a"», "b"]
category E = «"a"»
category F = [«x», «y»]`,
    finds: Array.from({ length: 7 }, () => "category_labels" as const),
  },
};
