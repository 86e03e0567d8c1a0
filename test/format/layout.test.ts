import { describe, expect, test } from "vitest";
import { layOut } from "../../format/lay-out.ts";

/** Sources as somebody may write them, and as they are laid out. */
const CASES: Readonly<Record<string, readonly [before: string, after: string]>> = {
  "indentation, spaces and the end of the file": [
    'category   Mood=["glad" ,"sad"]\r\nmodel M{\r\n\tx=f( a,b )\r\n\r\n\r\n\r\n      y =   -x   }',
    'category Mood = ["glad", "sad"]\nmodel M {\n  x = f(a, b)\n\n  y = -x\n}\n',
  ],
  "names of settings, inputs and values in columns": [
    `model M {
  input name: text(words: 8)
  input picture: image(64, 64, rgba)
  optional input sound: audio(2 s)@16 kHz in -1..1
  input last: vector(2)
}
data D {
  from: "d.csv"
  name = column("name") |> lowercase
  // how it looks
  picture = file("picture")
  split: column("split")
}
train M on D {
  minimise { fused = cross_entropy(group)
    a = 0.3*cross_entropy(a, target: group) }
  batch: 64
  seed: 7

  optimizer: adam
}
`,
    `model M {
  input name:    text(words: 8)
  input picture: image(64, 64, rgba)
  optional input sound: audio(2 s) @ 16 kHz in -1..1
  input last: vector(2)
}
data D {
  from:   "d.csv"
  name    = column("name") |> lowercase
  // how it looks
  picture = file("picture")
  split:  column("split")
}
train M on D {
  minimise {
    fused = cross_entropy(group)
    a     = 0.3 * cross_entropy(a, target: group)
  }
  batch: 64
  seed:  7

  optimizer: adam
}
`,
  ],
  "the first pipes below each other": [
    "model M {\n  words = name |> A\n  sight = picture |> B(x: 1)\n  c = f(d) |> g\n  größe = ß |> h\n}\n",
    "model M {\n  words = name    |> A\n  sight = picture |> B(x: 1)\n  c     = f(d) |> g\n  größe = ß |> h\n}\n",
  ],
  "names of very different lengths": [
    "model M {\n  a=1\n  a_name_of_17_long=2\n\n  b=1\n  a_name_of_18_longs=2\n}\n",
    "model M {\n  a                 = 1\n  a_name_of_17_long = 2\n\n  b = 1\n  a_name_of_18_longs = 2\n}\n",
  ],
  "all steps on one line, or one on each": [
    `block B(x: image) -> feature {
  return x
    |> dense(64)
    |> relu
  return x |> embed(64) |> dropout(word_dropout) |> mean(over: word) |> dense(64, relu) |> dropout(encoder_dropout)
}
`,
    `block B(x: image) -> feature {
  return x |> dense(64) |> relu
  return x
    |> embed(64)
    |> dropout(word_dropout)
    |> mean(over: word)
    |> dense(64, relu)
    |> dropout(encoder_dropout)
}
`,
  ],
  "brackets on one line, or one value on each with a comma behind it": [
    `model M {
  a = f(
    b, c,
  )
  output group: Group = vote(joint_representation |> classify(Group), words |> classify(Group), weight: confidence,)
}
`,
    `model M {
  a = f(b, c)
  output group: Group = vote(
    joint_representation |> classify(Group),
    words |> classify(Group),
    weight: confidence,
  )
}
`,
  ],
  "steps behind a first value of several lines": [
    `model M {
  output state: State = sum(multiply(wrist |> dense(64, tanh), all), multiply(ankle |> dense(64, tanh), all), phone) |> dense(32, relu)
}
`,
    `model M {
  output state: State = sum(
    multiply(wrist |> dense(64, tanh), all),
    multiply(ankle |> dense(64, tanh), all),
    phone,
  ) |> dense(32, relu)
}
`,
  ],
  "signatures, types and names of a `use`": [
    `use "./vision.fuse" {A,B ,}
use std.vision { ResNet, VisionTransformer, ConvNet, PatchEmbedding, SqueezeExcite, Bottleneck, BasicBlock, Stem }
block F ( xs : list < feature [ word : W , channel : D ] > , width : int=  D/2 , n: list<int,>=[ 1,2 ] )->( a : feature [D/2] , b: logits < Mood > ) { return a : xs }
block Long(first: feature[word: W, channel: D], second: feature[word: W, channel: D], width: int = ceil(D*25/16)) -> feature { return first }
block Late(first: feature[word: W, channel: D], second: feature[channel: E], width: int) -> feature[channel: D] { return first }
`,
    `use "./vision.fuse" { A, B }
use std.vision {
  ResNet,
  VisionTransformer,
  ConvNet,
  PatchEmbedding,
  SqueezeExcite,
  Bottleneck,
  BasicBlock,
  Stem,
}
block F(
  xs: list<feature[word: W, channel: D]>,
  width: int = D/2,
  n: list<int> = [1, 2],
) -> (a: feature[D/2], b: logits<Mood>) {
  return a: xs
}
block Long(
  first: feature[word: W, channel: D],
  second: feature[word: W, channel: D],
  width: int = ceil(D * 25 / 16),
) -> feature {
  return first
}
block Late(
  first: feature[word: W, channel: D],
  second: feature[channel: E],
  width: int,
) -> feature[channel: D] {
  return first
}
`,
  ],
  "signs, units and built lists": [
    `block B(x: feature[D]) -> feature {
  y = [ f( a , b ) for a in xs , b in xs if a!=b ]
  z = ( a |>f )  +  - 3*( b-c )/ 2
  long = [attend(first_of_them, second_of_them, heads: 4) for first_of_them in xs, second_of_them in xs if first_of_them != second_of_them]
  require parameters<300k,macs >= 20 M , shape(y)==feature[channel:256]
  encode = new Tower( layers:2 )
  p = pretrained "a.onnx"
  q = parts . words |> r
}
`,
    `block B(x: feature[D]) -> feature {
  y = [f(a, b) for a in xs, b in xs if a != b]
  z = (a |> f) + -3 * (b - c) / 2
  long = [
    attend(first_of_them, second_of_them, heads: 4)
    for first_of_them in xs, second_of_them in xs
    if first_of_them != second_of_them
  ]
  require parameters < 300k, macs >= 20 M, shape(y) == feature[channel: 256]
  encode = new Tower(layers: 2)
  p      = pretrained "a.onnx"
  q      = parts.words |> r
}
`,
  ],
  "bodies that hold nothing, and loops": [
    "model A {\n}\nblock B(  ) -> x { for a in xs, b in [1,2] { a = b }\nfor c in d { }\n// why\n}\n",
    "model A {}\nblock B() -> x {\n  for a in xs, b in [1, 2] {\n    a = b\n  }\n  for c in d {}\n  // why\n}\n",
  ],
  "comments everywhere": [
    `// first


/// A model.
model M { // of its own
      // before x
  x = 1 // behind x


  // before y

  // and again
  y = f( // opening
    // before a
    a // behind a
    , // behind the comma

    // before b
    b: // a colon
      c + // plus
      d
    // the last
  ) // closed
  z = x // begins
    // then
    |> f // goes on
    |> g
  // ends
} // all
// the end`,
    `// first

/// A model.
model M { // of its own
  // before x
  x = 1 // behind x

  // before y

  // and again
  y = f( // opening
    // before a
    a, // behind a
    // behind the comma

    // before b
    b: // a colon
      c
      + // plus
      d,
    // the last
  ) // closed
  z = x // begins
    // then
    |> f // goes on
    |> g
  // ends
} // all
// the end
`,
  ],
  "what cannot be read": [
    `model M {
      x=1
      y = f(a,  b
      z=3   ;
      w  =  g( x )
}
block B(x: signal)-> feature {
  return   x
}
modle N {
  x=1
}
`,
    `model M {
  x = 1
  y = f(a,  b
  z=3   ;
  w = g(x)
}
block B(x: signal) -> feature {
  return x
}
modle N {
  x=1
}
`,
  ],
  "loops and definitions without braces": [
    "model M {\n   a=1\n   for w in ws:\n      b=w\n      c=b\n   d=1\n}\ndef f(x):\n    y=x\n\n\n    return y\ncategory A=[1]\n",
    "model M {\n  a = 1\n  for w in ws:\n      b=w\n      c=b\n  d = 1\n}\ndef f(x):\n    y=x\n\n\n    return y\ncategory A = [1]\n",
  ],
};

describe.each(Object.entries(CASES))("%s", (_, [before, after]) => {
  test("is laid out", () => expect(layOut(before)).toBe(after));
  test("stays so", () => expect(layOut(after)).toBe(after));
});

test("a line has room for 110 characters", () => {
  const source = (name: string) => `category ${name} = ["glad", "sad"]\n`;
  const room = 110 - source("").length + 1;
  expect(layOut(source("a".repeat(room)))).toBe(source("a".repeat(room)));
  expect(layOut(source("a".repeat(room + 1)))).toBe(
    `category ${"a".repeat(room + 1)} = [\n  "glad",\n  "sad",\n]\n`,
  );
});

test("an empty file stays empty", () => {
  expect(["", "\n\n", " \t"].map(layOut)).toEqual(["", "", ""]);
});

test("more than is read is left as it is", () => {
  const large = `// ${"a".repeat(1_048_576)}\nmodel   M {}\n`;
  const wrong = "model   M {}\n".repeat(1001).replaceAll("{", "");
  expect(layOut(large)).toBe(large);
  expect(layOut(wrong)).toBe(wrong);
});
