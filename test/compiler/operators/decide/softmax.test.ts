import { describe, expect, test } from "vitest";
import { judge, logits, MOOD, typeOf } from "../kit/types.ts";

describe("the type of softmax", () => {
  test("is a probability of the same category", () => {
    expect(typeOf("softmax", { x: logits(MOOD) })).toBe("probability<Mood>[label: 3]");
    expect(typeOf("softmax", { x: logits(MOOD, { word: 4 }) })).toBe("probability<Mood>[word: 4, label: 3]");
    expect(judge("softmax", { x: logits(MOOD) }).type?.range).toEqual({ name: "between", low: 0, high: 1 });
  });
});
