import { describe, expect, test } from "vitest";
import { symbol } from "../../../../compiler/types/size.ts";
import { expectClose, type Grid, shapeOf } from "../kit/arrays.ts";
import { apply } from "../kit/run.ts";
import { refusal, tokens, typeOf, upTo } from "../kit/types.ts";

describe("the type of embed", () => {
  test("adds channels behind the axes of the tokens, which stay ragged", () => {
    const x = tokens(100, { word: upTo(8) });
    expect(typeOf("embed", { x }, { dim: 16 })).toBe("feature[word: up to 8, channel: 16]");
    expect(typeOf("embed", { x: tokens(symbol("V"), { word: symbol("W") }) }, { dim: symbol("D") })).toBe(
      "feature[word: W, channel: D]",
    );
  });

  test("refuses tokens that have channels already", () => {
    expect(refusal("embed", { x: tokens(100, { channel: 4 }) }, { dim: 2 })).toBe("axis_present at x");
  });
});

describe("what embed computes", () => {
  test("is the row of its table that each token names", () => {
    const words = [
      [3, 0, 9],
      [9, 1, 1],
    ];
    const x = { type: tokens(10, { word: 3 }), values: words };
    const { values, weights } = apply("embed", { x }, { dim: 4 });
    const rows = weights.table as Grid;
    expect(shapeOf(rows)).toEqual([10, 4]);
    expectClose(
      values,
      words.map((row) => row.map((word) => rows[word]!)),
    );
  });
});
