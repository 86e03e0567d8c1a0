import { describe, expect, test } from "vitest";
import { read, readBody, readType } from "./kit/read.ts";

describe("statements", () => {
  test.each([
    ["a value", "x = 1", "x = 1"],
    ["a setting", "epochs: 20", "epochs: 20"],
    ["a group", "minimise {\n a = 1\n b: 2\n }", "group minimise\n  a = 1\n  b: 2"],
    ["an empty group", "minimise { }", "group minimise"],
    ["a group on one line", "minimise { a = 1 }", "group minimise\n  a = 1"],
    ["an input", "input x: image(64, 64)", "input x: image(64 64)"],
    ["an input that may lack", "optional input x: vector(8)", "optional input x: vector(8)"],
    ["an output", "output y: Mood = x |> f", "output y: Mood = (|> x f)"],
    ["a weight", "weight w: feature[64] = normal(0.02)", "weight w: feature[64] = (normal 0.02)"],
    ["a weight without a beginning", "weight w: feature[64]", "weight w: feature[64]"],
    ["conditions", "require a < 1, b == c", "require (< a 1) (== b c)"],
    ["a result", "return x |> f", "return (|> x f)"],
    ["results by name", "return words: a, sight: b", "return words: a sight: b"],
    ["repetition", "for w in [1, 2] {\n x = w\n }", "for (for w [1 2])\n  x = w"],
    ["repetition of several", "for a in xs, b in ys { }", "for (for a xs) (for b ys)"],
    ["bodies in bodies", "a {\n b {\n c: 1\n }\n d: 2\n}", "group a\n  group b\n    c: 1\n  d: 2"],
  ])("%s", (_, text, tree) => {
    expect(readBody(text)).toBe(tree);
  });

  const words =
    "use category model block data train on input optional output weight require return for in if new pretrained";

  test.each(words.split(" "))(
    "`%s` may be the name of a value, of a setting and of what is called",
    (word) => {
      expect(readBody(`${word} = ${word}`, `${word}: ${word} |> ${word}(${word}: 1)`)).toBe(
        `${word} = ${word}\n${word}: (|> ${word} (${word} ${word}: 1))`,
      );
    },
  );

  test.each(["data", "train", "in", "on", "new"])("`%s` may be the name of a group", (word) => {
    expect(readBody(`${word} { a: 1 }`)).toBe(`group ${word}\n  a: 1`);
  });

  test.each(words.split(" "))("`%s` may be the name of an input and an axis", (word) => {
    expect(readBody(`input ${word}: feature[${word}: 3]`)).toBe(`input ${word}: feature[${word}: 3]`);
  });
});

describe("types", () => {
  test.each([
    ["a name", "number", "number"],
    ["sizes and settings", "text(words: 8, vocabulary: 2_000)", "text(words: 8 vocabulary: 2000)"],
    ["parameters", "list<list<int>>", "list<list<int>>"],
    ["several parameters", "map<int, Mood,>", "map<int Mood>"],
    ["axes", "feature[latent: 64, channel: D / 2]", "feature[latent: 64 channel: (/ D 2)]"],
    ["all kinds of brackets", "a<b>(1)[2]", "a<b>(1)[2]"],
    ["a rate", "audio(2 s) @ 16 kHz", "audio(2s) @ 16kHz"],
    ["a rate of symbols", "audio(2 s) @ R * 2", "audio(2s) @ (* R 2)"],
    ["a range", "image(8, 8) in -1..1", "image(8 8) in (.. (- 1) 1)"],
    ["words behind it", "series(6) @ 100 Hz standardised", "series(6) @ 100Hz standardised"],
    ["rate, range and words", "audio(2 s) @ R in 0..1 mono loud", "audio(2s) @ R in (.. 0 1) mono loud"],
    ["an order", "ordered Grade", "ordered<Grade>"],
    ["an order with words", "ordered Grade hard", "ordered<Grade> hard"],
    ["an order as a parameter", "list<ordered Grade>", "list<ordered<Grade>>"],
  ])("%s", (_, text, tree) => {
    expect(readType(text)).toBe(tree);
  });
});

describe("items", () => {
  test.each([
    ["names from a file", 'use "./a.fuse" { A, B }', 'use "./a.fuse" A B'],
    ["names from a library", "use std.vision { ResNet, }", "use (. std vision) ResNet"],
    ["names on lines of their own", 'use "a" {\n  A,\n  B,\n}', 'use "a" A B'],
    ["names on lines without commas between braces", 'use "a" {\n  A\n}', 'use "a" A'],
    ["a category", 'category Mood = ["glad", "sad"]', 'category Mood = ["glad" "sad"]'],
    ["a category of other values", "category Mood = column(1)", "category Mood = (column 1)"],
    ["an empty model", "model A {\n}", "model A"],
    ["an empty model on one line", "model A { }", "model A"],
    ["data", 'data D {\n  from: "a.csv"\n}', 'data D\n  from: "a.csv"'],
    ["training", "train A on D {\n  epochs: 1\n}", "train A on D\n  epochs: 1"],
    ["training alone", "train A { }", "train A"],
    ["a block", "block F(x: image) -> feature {\n  return x\n}", "block F(x: image) -> feature\n  return x"],
    ["a block without parameters", "block F() { }", "block F()"],
    [
      "defaults",
      "block F(n: int = 3, ws: list<int> = [1, 2],) { }",
      "block F(n: int = 3, ws: list<int> = [1 2])",
    ],
    [
      "several results",
      "block F(x: image) -> (mean: feature[D], spread: feature[D],) { }",
      "block F(x: image) -> (mean: feature[D], spread: feature[D])",
    ],
    [
      "parameters on lines of their own",
      "block F(\n  x: image in 0..1,\n  n: int,\n) -> feature { }",
      "block F(x: image in (.. 0 1), n: int) -> feature",
    ],
    ["a list of types, closed by `>=`", "block F(a: list<int>= [1]) { }", "block F(a: list<int> = [1])"],
    ["keywords as names", "model model { }\ntrain data on on { }", "model model\ntrain data on on"],
  ])("%s", (_, text, tree) => {
    expect(read(text)).toBe(tree);
  });

  test("an empty file has no items", () => {
    for (const text of ["", "\n", "  \n\r\n\t", "// only a comment", "\uFEFF"]) expect(read(text)).toBe("");
  });
});
