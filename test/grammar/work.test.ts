import { type IToken, Lexer } from "chevrotain";
import { afterEach, describe, expect, test, vi } from "vitest";
import { compile } from "../../compiler/compile.ts";
import { LARGEST_SOURCE, MOST_FINDINGS } from "../../grammar/limits.ts";
import { parse } from "../../grammar/parse.ts";
import { FusewireParser } from "../../grammar/rules/statements.ts";
import { createLexer } from "../../grammar/tokens.ts";
import { misplaced } from "./kit/nodes.ts";

/** Sources that grow, in shapes that could make a parser look at the same place again and again. */
const SHAPES: Readonly<Record<string, (n: number) => string>> = {
  "round brackets": (n) => `model A { x = ${"(".repeat(n)}1${")".repeat(n)} }`,
  "open round brackets": (n) => `model A { x = ${"(".repeat(n)}`,
  "closing round brackets": (n) => `model A { x = ${")".repeat(n)} }`,
  "square brackets": (n) => `model A { x = ${"[".repeat(n)}1${"]".repeat(n)} }`,
  "mismatched brackets": (n) => `model A { x = ${"([".repeat(n)}1${")]".repeat(n)} }`,
  "closing brackets of every kind": (n) => ")]}".repeat(n),
  "calls in calls": (n) => `model A { x = ${"f(".repeat(n)}1${")".repeat(n)} }`,
  "settings in settings": (n) => `model A { x = ${"f(a: ".repeat(n)}1${")".repeat(n)} }`,
  "bodies in bodies": (n) => `model A { ${"a { ".repeat(n)}${"} ".repeat(n)} }`,
  "open bodies on lines": (n) => "model A {\n".repeat(n),
  "open groups on lines": (n) => `model A {\n${"a {\n".repeat(n)}`,
  "types in types": (n) => `model A { input x: ${"list<".repeat(n)}int${">".repeat(n)} }`,
  "comparisons that could be types": (n) => `model A { x = ${"a < b, ".repeat(n)}c > d }`,
  "open types": (n) => `model A { input x: ${"list<".repeat(n)}`,
  "one long pipeline": (n) => `model A { x = a${" |> f".repeat(n)} }`,
  "one pipeline on many lines": (n) => `model A {\nx = a${"\n|> f(1)".repeat(n)}\n}`,
  "one long sum": (n) => `model A { x = a${" + 1".repeat(n)} }`,
  "one chain of comparisons": (n) => `require ${"a < ".repeat(n)}b`,
  "one chain of names": (n) => `model A { x = a${".b".repeat(n)} }`,
  "one chain of calls": (n) => `model A { x = f${"(1)".repeat(n)} }`,
  "minus signs": (n) => `model A { x = ${"-".repeat(n)}1 }`,
  "one long list": (n) => `category A = [${'"a", '.repeat(n)}]`,
  "one list without commas": (n) => `category A = [${'"a" '.repeat(n)}]`,
  "one list of commas": (n) => `category A = [${",".repeat(n)}]`,
  "loops of one repetition": (n) => `model A { for ${"a in b, ".repeat(n)}c in d { } }`,
  "repetitions in repetitions": (n) => `model A { x = ${"[a for b in ".repeat(n)}c${"]".repeat(n)} }`,
  "conditions joined by `and`": (n) => `model A { require a${" and b".repeat(n)} }`,
  "names on one line": (n) => `model A { ${"a ".repeat(n)} }`,
  "names on lines": (n) => "a\n".repeat(n),
  "statements on one line": (n) => `model A { ${"a = 1 ".repeat(n)} }`,
  "statements with semicolons": (n) => `model A { ${"a = 1; ".repeat(n)} }`,
  "statements with commas": (n) => `model A { ${"a = 1, ".repeat(n)} }`,
  "names before one sign": (n) => `model A { ${"a, ".repeat(n)}b = 1 }`,
  "wrong statements": (n) => `model A {\n${"x ==\n".repeat(n)}}`,
  "misspelt words": (n) => `model A {\n${"outputt y: M\n".repeat(n)}}`,
  "loops without bodies": (n) => `model A { ${"for a in b;".repeat(n)} }`,
  "definitions of Python": (n) => "def f(x):\n  return x\n".repeat(n),
  "items without bodies": (n) => "model A\n  x = 1\n".repeat(n),
  "items on one line": (n) => "model A { } ".repeat(n),
  "open texts": (n) => 'x = "a\n'.repeat(n),
  "one long text": (n) => `category A = ["${"a".repeat(n)}"]`,
  "unknown escapes": (n) => `category A = ["${"\\q".repeat(n)}"]`,
  "one long name": (n) => `model ${"a".repeat(n)} { }`,
  "one long number": (n) => `category A = ${"1".repeat(n)}`,
  "numbers with signs": (n) => `category A = [${"1_".repeat(n)}]`,
  "open comments": (n) => "/* ".repeat(n),
  documentation: (n) => `${"/// a\n".repeat(n)}model A { }`,
  "documented statements": (n) => `model A {\n${"/// a\nx = 1\n".repeat(n)}}`,
  "characters without meaning": (n) => "$".repeat(n),
  "hidden characters": (n) => "\u0000".repeat(n),
  "empty lines": (n) => "\n".repeat(n),
};

const shapes = Object.entries(SHAPES);
const parts = process.env.FUSEWIRE_FULL ? 100_000 : 10_000;
/** Brackets are what a parser goes down into: there are always a hundred thousand of them. */
const partsOf = (name: string): number => (/brackets|types|calls in/.test(name) ? 100_000 : parts);

function read(text: string) {
  return parse({ file: "test.fuse", text });
}

/** How often the parser looks at a token while it reads a source. */
function looks(text: string): number {
  const spy = vi.spyOn(FusewireParser.prototype as unknown as { LA(howMuch: number): IToken }, "LA");
  read(text);
  const { length } = spy.mock.calls;
  spy.mockRestore();
  return length;
}

afterEach(() => {
  vi.restoreAllMocks();
});

test("the grammar and the lexer are valid", () => {
  expect(() => new FusewireParser(false)).not.toThrow();
  expect(createLexer(false)).toBeInstanceOf(Lexer);
});

describe("work", () => {
  test.each(shapes)("grows with the source, not faster: %s", (_, shape) => {
    const [small, large] = [looks(shape(400)), looks(shape(800))];
    expect(large).toBeLessThanOrEqual(2.2 * small + 2000);
  });

  test("is counted at all", () => {
    expect(looks("model A { x = f(1) }")).toBeGreaterThan(10);
    expect(looks(SHAPES["one long list"]!(800))).toBeGreaterThan(4000);
  });
});

describe("sources of very many parts", () => {
  test.each(shapes)("are read to a bounded number of findings: %s", (name, shape) => {
    const text = shape(partsOf(name)).slice(0, LARGEST_SOURCE);
    const { file, diagnostics } = read(text);
    expect(diagnostics.length).toBeLessThanOrEqual(MOST_FINDINGS + 1);
    expect(misplaced(file, text).slice(0, 3)).toEqual([]);
  });

  test.each(shapes)("are compiled or rejected: %s", (_, shape) => {
    const text = shape(parts / 10).slice(0, LARGEST_SOURCE);
    const { findings } = compile("test.fuse", (path) => (path === "test.fuse" ? text : undefined));
    for (const { code, span } of findings) {
      expect(code).toMatch(/^FW\d{4}$/);
      expect(span.start <= span.end && span.end <= text.length).toBe(true);
    }
  });
});

test("the largest source is read, and one beyond it is not", () => {
  const largest = `model A { }${" ".repeat(LARGEST_SOURCE - 11)}`;
  expect(read(largest)).toMatchObject({ file: { items: [{ kind: "model" }] }, diagnostics: [] });
  expect(looks(`${largest} `)).toBe(0);
  expect(read(`${largest} `)).toMatchObject({
    file: { items: [] },
    diagnostics: [{ code: "FW0001", span: { start: 0, end: 0 } }],
  });
});
