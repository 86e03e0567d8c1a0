import { describe, expect, it } from "vitest";
import { outputKinds } from "../../../compiler/outputs/index.generated.ts";
import type { OutputSpec, OutputType } from "../../../compiler/plan/interface.ts";
import { addRows, createTally } from "../../../runtime/evaluate/tally.ts";
import { runtimeOf } from "../../../runtime/outputs/index.ts";
import { editDistance, sequenceMeasure } from "../../../runtime/outputs/sequence.ts";
import { SPAN } from "../samples.ts";

const TAG = { name: "Tag", labels: ["red", "old", "__proto__"] };

const output = (type: OutputType): OutputSpec => ({
  ...type,
  name: "wanted",
  span: SPAN,
  target: outputKinds[type.kind].target(type as never),
});

/** The target that a cell becomes. */
function encoded(type: OutputType, cell: string | undefined): number[] {
  const spec = output(type);
  const into = new Float32Array(spec.target.shape.reduce((a, b) => a * b, 1)).fill(7);
  runtimeOf(spec).encoder(spec as never)(cell, into);
  return [...into];
}

const decided = (type: OutputType, ...given: number[]) =>
  runtimeOf(type).decide(output(type) as never, Float32Array.from(given));

describe("a number", () => {
  it("is read from a cell and told as it is", () => {
    expect(encoded({ kind: "number" }, " -1.5e2 ")).toEqual([-150]);
    expect(decided({ kind: "number" }, 2.5)).toEqual({ value: 2.5 });
  });

  it.each([undefined, "", "  ", "3,5", "many", "1e99", "NaN"])("is not %s", (cell) => {
    expect(() => encoded({ kind: "number" }, cell)).toThrow(/empty|is no number/);
  });
});

describe("a vector", () => {
  it("is read from JSON or from numbers beside each other", () => {
    expect(encoded({ kind: "vector", size: 2 }, "[1, 2.5]")).toEqual([1, 2.5]);
    expect(encoded({ kind: "vector", size: 2 }, "1 2.5")).toEqual([1, 2.5]);
    expect(decided({ kind: "vector", size: 2 }, 1, -2)).toEqual({ values: [1, -2] });
  });

  it.each([undefined, "1", "1 2 3", "1 x"])("of two numbers is not %s", (cell) => {
    expect(() => encoded({ kind: "vector", size: 2 }, cell)).toThrow();
  });
});

describe("a set", () => {
  const type = { kind: "set", category: TAG } as const;

  it("is read from a list, of labels in any order", () => {
    expect(encoded(type, '["old", "red"]')).toEqual([1, 1, 0]);
    expect(encoded(type, "__proto__; red")).toEqual([1, 0, 1]);
    for (const none of [undefined, "", "[]"]) expect(encoded(type, none)).toEqual([0, 0, 0]);
  });

  it.each([
    ['["blue"]', "no label of Tag"],
    ["red;;old", "no label of Tag"],
    ["[1]", "something else than labels"],
    ['["red"', "no JSON list"],
  ])("is not %s", (cell, message) => {
    expect(() => encoded(type, cell)).toThrow(message);
  });

  it("holds the labels that are likelier than not", () => {
    const found = decided(type, 0.75, 0.5, 0.625) as { labels: string[]; probabilities: object };
    expect(found.labels).toEqual(["red", "__proto__"]);
    expect(Object.entries(found.probabilities)).toEqual([
      ["red", 0.75],
      ["old", 0.5],
      ["__proto__", 0.625],
    ]);
  });
});

describe("a sequence", () => {
  const LETTER = { name: "Letter", labels: ["a", "b", "é"] };
  const WORD = { name: "Word", labels: ["yes", "no"] };
  const letters = { kind: "sequence", category: LETTER, steps: 6, length: 4 } as const;

  it("is read label by label, as its category allows", () => {
    expect(encodedWhole(letters, "baé")).toEqual([1, 0, 2, -1]);
    expect(encodedWhole(letters, '["b", "b"]')).toEqual([1, 1, -1, -1]);
    expect(encodedWhole(letters, undefined)).toEqual([-1, -1, -1, -1]);
    const words = { ...letters, category: WORD };
    expect(encodedWhole(words, " no yes  no")).toEqual([1, 0, 1, -1]);
  });

  it.each([
    ["abc", "no label of Letter"],
    ["ababa", "5 labels, and there are 4 at most"],
    ['["a", 1]', "something else than labels"],
    ['["a"', "no JSON list"],
  ])("is not %s", (cell, message) => {
    expect(() => encodedWhole(letters, cell)).toThrow(message);
  });

  it("is told by the likeliest of each step, equal neighbours merged and blanks left out", () => {
    const steps = [0, 0, 3, 0, 2, 3];
    const given = steps.flatMap((best) => [0, 1, 2, 3].map((label) => (label === best ? 0.7 : 0.1)));
    expect(decided(letters, ...given)).toEqual({ sequence: ["a", "a", "é"] });
  });

  it("is measured by the labels that would have to be changed", () => {
    const measure = sequenceMeasure(3, 6, 4);
    const tally = createTally(measure);
    const row = (steps: number[]) =>
      steps.flatMap((best) => [0, 1, 2, 3].map((label) => (label === best ? 0.7 : 0.1)));
    // Told aaé and b; true aé and b.
    const given = Float32Array.from([...row([0, 0, 3, 0, 2, 3]), ...row([3, 3, 1, 1, 3, 3])]);
    addRows(measure, tally, given, Int32Array.of(0, 2, -1, -1, 1, -1, -1, -1), 2);
    expect(measure.metrics(tally)).toEqual({ label_error_rate: 1 / 3, exact_match: 1 / 2 });
  });

  it.each([
    ["", "", 0],
    ["kitten", "sitting", 3],
    ["abc", "", 3],
    ["flaw", "lawn", 2],
  ])("%s is so many edits from %s: %i", (a, b, edits) => {
    const codes = (text: string) => [...text].map((letter) => letter.charCodeAt(0));
    expect(editDistance(codes(a), codes(b))).toBe(edits);
  });
});

/** The target that a cell becomes, of whole numbers. */
function encodedWhole(type: OutputType, cell: string | undefined): number[] {
  const spec = output(type);
  const into = new Int32Array(spec.target.shape.reduce((a, b) => a * b, 1)).fill(7);
  runtimeOf(spec).encoder(spec as never)(cell, into);
  return [...into];
}
