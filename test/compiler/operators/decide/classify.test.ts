import { describe, expect, test } from "vitest";
import { feature, MOOD, refusal, signal, typeOf, upTo } from "../kit/types.ts";

describe("the type of classify", () => {
  test("turns channels into labels", () => {
    expect(typeOf("classify", { x: signal({ channel: 8 }) }, { category: MOOD })).toBe(
      "logits<Mood>[label: 3]",
    );
    expect(typeOf("classify", { x: feature({ word: upTo(6), channel: 8 }) }, { category: MOOD })).toBe(
      "logits<Mood>[word: up to 6, label: 3]",
    );
  });

  test("refuses what has no channels", () => {
    expect(refusal("classify", { x: feature({ word: 2 }) }, { category: MOOD })).toBe("axis_missing at x");
  });
});
