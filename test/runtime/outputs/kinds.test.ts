import { describe, expect, it } from "vitest";
import { outputKinds } from "../../../compiler/outputs/index.generated.ts";
import type { OutputSpec, OutputType } from "../../../compiler/plan/interface.ts";
import { runtimeOf } from "../../../runtime/outputs/index.ts";
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
