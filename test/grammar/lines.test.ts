import { describe, expect, test } from "vitest";
import { read, readBody, readValue, treeOf } from "./kit/read.ts";

describe("a newline", () => {
  test.each([
    ["ends a statement", "a = 1\nb = 2", "a = 1\nb = 2"],
    ["does not end a statement within round brackets", "a = f(\n  1\n  ,\n  2)\nb = 2", "a = (f 1 2)\nb = 2"],
    ["does not end a statement within square brackets", "a = [\n1,\n2\n]\nb = 2", "a = [1 2]\nb = 2"],
    ["may stand anywhere within brackets", "a = (b\n+\nc)", "a = (+ b c)"],
    ["does not end a statement before `|>`", "a = b\n  |> f\n  |> g\nb = 2", "a = (|> (|> b f) g)\nb = 2"],
    ["before `|>` may be repeated", "a = b\n\n\n  |> f", "a = (|> b f)"],
    ["before `|>` may follow a comment", "a = b // why\n  // not\n  |> f", "a = (|> b f)"],
    ["before `|>` may follow a bracket", "a = f(\n1)\n|> g", "a = (|> (f 1) g)"],
    [
      "counts again within braces",
      "for a in [\n1\n] {\nb = 1\nc = 2\n}",
      "for (for a [1])\n  b = 1\n  c = 2",
    ],
    ["does not need to end the last statement of a body", "a { b = 1 }", "group a\n  b = 1"],
    ["is a carriage return, too", "a = 1\r\nb = 2\rc = 3", "a = 1\nb = 2\nc = 3"],
  ])("%s", (_, text, tree) => {
    expect(readBody(text)).toBe(tree);
  });

  test.each(["\u2028", "\u2029", "\v", "\f"])("is not %j, which is space", (character) => {
    expect(readValue(`[a,${character}b]`)).toBe("[a b]");
  });

  test("ends no comment before its line", () => {
    expect(readBody("a = 1 // b = 2", "c = 3 /// d = 4")).toBe("a = 1\nc = 3");
  });

  test("may be missing at the end of the file", () => {
    expect(read("model A {\n}")).toBe("model A");
    expect(read('category A = ["x"] // last')).toBe('category A = ["x"]');
  });
});

describe("documentation", () => {
  test.each([
    ["stands directly above", "/// one\nmodel A { }", '/// "one"\nmodel A'],
    ["may have several lines", "/// one\n///\n///  two\nmodel A { }", '/// "one\\n\\n two"\nmodel A'],
    ["is not what an empty line parts", "/// one\n\nmodel A { }", "model A"],
    ["is not what a comment parts", "/// one\n// two\nmodel A { }", "model A"],
    ["begins below an empty line", "/// one\n\n/// two\nmodel A { }", '/// "two"\nmodel A'],
    ["is not a comment", "// one\nmodel A { }", "model A"],
    ["is not four slashes", "//// one\nmodel A { }", "model A"],
    [
      "is not what stands behind a statement",
      "category B = [] /// one\nmodel A { }",
      "category B = []\nmodel A",
    ],
    ["may end with a carriage return", "/// one\r\n/// two\r\nmodel A { }", '/// "one\\ntwo"\nmodel A'],
  ])("%s", (_, text, tree) => {
    expect(read(text)).toBe(tree);
  });

  test("is kept for every declaration, value, setting and group", () => {
    const lines = [
      "input x: vector(8)",
      "optional input y: vector(8)",
      "output z: A = x",
      "weight w: feature[1]",
    ];
    for (const line of [...lines, "a = 1", "b: 1", "c { }"]) {
      expect(readBody("/// why", line).split("\n")[0]).toBe('/// "why"');
    }
    for (const item of ["category A = []", "model A { }", "block F() { }", "data A { }", "train A { }"]) {
      expect(read(`/// why\n${item}`).split("\n")[0]).toBe('/// "why"');
    }
  });

  test("is not kept for what declares nothing", () => {
    for (const line of ["require a < 1", "return x", "for a in b { }"]) {
      expect(readBody("/// why", line)).not.toContain("why");
    }
  });

  test("stands in bodies with its own indentation", () => {
    expect(readBody("\t/// why", "    a = 1", "a { ", "  /// inner", "b: 2 }")).toBe(
      '/// "why"\na = 1\ngroup a\n  /// "inner"\n  b: 2',
    );
  });
});

describe("comments", () => {
  test("are all kept, in order, with their places", () => {
    const text = "// first\nmodel A { // second  \n  /// third\n  x = f( // fourth\n    1)\n}\n//";
    const { comments } = treeOf(text);
    expect(comments.map(({ text, style }) => [style, text])).toEqual([
      ["line", "first"],
      ["line", "second"],
      ["doc", "third"],
      ["line", "fourth"],
      ["line", ""],
    ]);
    expect(comments.map(({ span }) => text.slice(span.start, span.end))).toEqual([
      "// first",
      "// second  ",
      "/// third",
      "// fourth",
      "//",
    ]);
  });
});
