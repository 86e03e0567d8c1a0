import { describe, expect, test } from "vitest";
import { symbol } from "../../../../compiler/types/size.ts";
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
