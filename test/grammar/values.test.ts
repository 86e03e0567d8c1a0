import { describe, expect, test } from "vitest";
import { readBody, readValue } from "./kit/read.ts";

describe("values", () => {
  test.each([
    ["a name", "x", "x"],
    ["a name of any script", "größe_2", "größe_2"],
    ["a name, composed", "cafe\u0301", "caf\u00e9"],
    ["a keyword as a name", "data", "data"],
    ["a call", "dense(64, relu)", "(dense 64 relu)"],
    ["a call without arguments", "f()", "(f)"],
    ["a call of a part", "std.vision.f(1)", "((. (. std vision) f) 1)"],
    ["named settings", "mean(over: word, keep: yes)", "(mean over: word keep: yes)"],
    ["keywords as settings", "stalls(for: 3, in: 2, use: 1)", "(stalls for: 3 in: 2 use: 1)"],
    ["the part of a call", "f(x).first", "(. (f x) first)"],
    ["a list", "[1, a, f(2)]", "[1 a (f 2)]"],
    ["an empty list", "[]", "[]"],
    ["lists in lists", "[[1], []]", "[[1] []]"],
    ["a list that is built", "[f(x) for x in xs]", "(each (f x) (for x xs))"],
    [
      "a list that is built of several",
      "[f(a, b) for a in xs, b in ys if a != b]",
      "(each (f a b) (for a xs) (for b ys) (if (!= a b)))",
    ],
    ["a list of values called `for`", "[for, in]", "[for in]"],
    ["an instance", "new Tower(layers: 2)", "(new (Tower layers: 2))"],
    ["an instance of a library", "new std.Tower()", "(new ((. std Tower)))"],
    ["a value called `new`", "new", "new"],
    ["a file of weights", 'pretrained "a.onnx"', '(pretrained "a.onnx")'],
    ["a value called `pretrained`", "pretrained", "pretrained"],
    ["a range", "0..1", "(.. 0 1)"],
    ["a range of sums", "-1 + a..b * 2", "(.. (+ (- 1) a) (* b 2))"],
    ["a type", "feature[256]", "(type feature[256])"],
    ["a type with its axes", "feature[word: 8, channel: D/2]", "(type feature[word: 8 channel: (/ D 2)])"],
    ["a type with parameters and rate", "logits<Mood> @ 16 kHz", "(type logits<Mood> @ 16kHz)"],
    ["brackets", "((x))", "x"],
  ])("%s", (_, text, tree) => {
    expect(readValue(text)).toBe(tree);
  });
});

describe("operators", () => {
  test.each([
    ["pipes lead from left to right", "a |> f |> g(1)", "(|> (|> a f) (g 1))"],
    ["products come before sums", "a + b * c - d / e", "(- (+ a (* b c)) (/ d e))"],
    ["sums lean to the left", "a - b - c", "(- (- a b) c)"],
    ["products lean to the left", "a / b * c", "(* (/ a b) c)"],
    ["signs come first", "-a * - -b", "(* (- a) (- (- b)))"],
    ["brackets come before all", "(a + b) * (c |> f)", "(* (+ a b) (|> c f))"],
    ["sums come before comparisons", "a + 1 <= b", "(<= (+ a 1) b)"],
    ["comparisons come before pipes", "a == b |> f", "(|> (== a b) f)"],
    ["`>=` touches", "a >= b", "(>= a b)"],
    ["`<` and `>` compare", "a < b", "(< a b)"],
    ["`!=` compares", "a != -1", "(!= a (- 1))"],
    ["pipes within a call", "f(a |> g, b: c |> h)", "(f (|> a g) b: (|> c h))"],
    ["a touching minus", "a-1", "(- a 1)"],
    ["a pipe into an instance's part", "a |> b.c", "(|> a (. b c))"],
  ])("%s", (_, text, tree) => {
    expect(readValue(text)).toBe(tree);
  });

  test("a part of a pipeline is what its words cover", () => {
    expect(readBody("a = f(x) // not |> g", "b = 2")).toBe("a = (f x)\nb = 2");
  });
});

describe("commas", () => {
  test.each([
    ["a call", "f(a, b: 1,)", "(f a b: 1)"],
    ["a list", "[1, 2,]", "[1 2]"],
    ["a type", "feature[a, b: 2,]", "(type feature[a b: 2])"],
    ["a list over lines", "[\n  1,\n  2,\n]", "[1 2]"],
  ])("one may follow the last of %s", (_, text, tree) => {
    expect(readValue(text)).toBe(tree);
  });

  test("one may follow the last condition and the last result", () => {
    expect(readBody("require a < 1, b < 2,", "return x: 1, y: 2,")).toBe(
      "require (< a 1) (< b 2)\nreturn x: 1 y: 2",
    );
  });
});
