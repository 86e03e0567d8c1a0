import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type NumberLiteral, UNITS } from "../../grammar/ast.ts";
import { readBody, readValue, treeOf } from "./kit/read.ts";

function numberOf(text: string): NumberLiteral {
  const [item] = treeOf(`category A = ${text}`).items;
  if (item?.kind !== "category" || item.value.kind !== "number") throw new Error(`${text} is no number`);
  return item.value;
}

describe("numbers", () => {
  test.each([
    ["0", 0, true],
    ["007", 7, true],
    ["2_000", 2000, true],
    ["300k", 300_000, true],
    ["300 k", 300_000, true],
    ["2M", 2_000_000, true],
    ["1G", 1e9, true],
    ["1.5k", 1500, true],
    ["1.2345k", 1234.5, false],
    ["0.5", 0.5, false],
    ["2.0", 2, false],
    ["1e3", 1000, true],
    ["1E+3", 1000, true],
    ["1e-3", 0.001, false],
    ["1.5e1", 15, false],
    ["1_0.0_1", 10.01, false],
    ["1e308", 1e308, true],
    ["9007199254740993", Number("9007199254740993"), true],
  ])("%s is %d, a whole number: %s", (text, value, integer) => {
    expect(numberOf(text)).toMatchObject({ value, integer });
    expect(numberOf(text)).not.toHaveProperty("unit");
  });

  test.each(UNITS)("a number may be of %s, touching or not", (unit) => {
    expect(numberOf(`16${unit}`)).toMatchObject({ value: 16, integer: true, unit });
    expect(numberOf(`0.5 ${unit}`)).toMatchObject({ value: 0.5, integer: false, unit });
  });

  test("factors move the point of the text, so that no digit is lost", () => {
    const digits = fc.tuple(fc.nat(999_999), fc.nat(999_999), fc.constantFrom(["k", 3], ["M", 6], ["G", 9]));
    fc.assert(
      fc.property(digits, ([whole, fraction, [factor, power]]) => {
        const { value } = numberOf(`${whole}.${fraction}${factor}`);
        expect(value).toBe(Number(`${whole}.${fraction}e${power}`));
      }),
      { seed: 1 },
    );
  });

  test("every number that JavaScript writes is read", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: 0 }), (value) => {
        expect(numberOf(String(value)).value).toBe(value);
      }),
      { seed: 1 },
    );
  });

  test.each([
    ["a range is no decimal point", "0..1", "(.. 0 1)"],
    ["a range of decimals", "0.5..1.5", "(.. 0.5 1.5)"],
    ["a unit before a bracket", "f(16 kHz)", "(f 16kHz)"],
    ["a unit before a comma", "[2 s, 3ms]", "[2s 3ms]"],
    ["a unit before an operator", "2 s * 16 kHz", "(* 2s 16kHz)"],
    ["a word that is called is no unit", "[1, min(a, b)]", "[1 (min a b)]"],
    ["a setting's name is no unit", "f(1, s: 2)", "(f 1 s: 2)"],
    ["a name that begins with a unit", "[s, ms2]", "[s ms2]"],
  ])("%s", (_, text, tree) => {
    expect(readValue(text)).toBe(tree);
  });

  test("a unit stands on the line of its number", () => {
    expect(readBody("a = 2", "s = 3")).toBe("a = 2\ns = 3");
  });
});

describe("texts", () => {
  test.each([
    ["nothing", '""', ""],
    ["letters", '"glad"', "glad"],
    ["every script", '"мир 😀"', "мир 😀"],
    ["escapes", String.raw`"a\nb\tc\rd\"e\\f"`, 'a\nb\tc\rd"e\\f'],
    ["characters by number", String.raw`"\u{1F600}\u{41}\u{0}"`, "😀A\0"],
    ["a backslash at the end", String.raw`"a\\"`, "a\\"],
    ["what would be a comment", '"// no # /* comment"', "// no # /* comment"],
    ["brackets and signs", '"({[|>"', "({[|>"],
    ["quotes of other kinds", '"\'«“"', "'«“"],
  ])("of %s", (_, text, value) => {
    expect(readValue(text)).toBe(JSON.stringify(value));
  });

  test("every text is read as it was, once its quotes, backslashes and invisible characters are escaped", () => {
    const escaped = (text: string) =>
      text.replace(
        /["\\]|[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/gu,
        (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`,
      );
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        expect(readValue(`"${escaped(text)}"`)).toBe(JSON.stringify(text));
      }),
      { seed: 1, numRuns: 300 },
    );
  });
});
