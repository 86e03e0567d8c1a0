import { describe, expect, test } from "vitest";
import { logits, MOOD, probability, refusal, typeOf, WEATHER } from "../kit/types.ts";

describe("the type of vote", () => {
  test("is a probability of the category that all decide about", () => {
    expect(typeOf("vote", { xs: [logits(MOOD), probability(MOOD)] })).toBe("probability<Mood>[label: 3]");
    expect(typeOf("vote", { xs: [logits(MOOD, { word: 2 }), logits(MOOD, { word: 2 })] })).toBe(
      "probability<Mood>[word: 2, label: 3]",
    );
  });

  test("refuses decisions about different things, even of equal size", () => {
    expect(refusal("vote", { xs: [logits(MOOD), logits(WEATHER)] })).toBe("categories_differ at xs");
    expect(refusal("vote", { xs: [logits(MOOD), logits(MOOD, { word: 2 })] })).toBe("axes_differ at xs");
  });
});
