import { describe, expect, test } from "vitest";
import { expectClose, type Grid, softmax } from "../kit/arrays.ts";
import { apply } from "../kit/run.ts";
import { judge, logits, MOOD, typeOf } from "../kit/types.ts";

describe("the type of softmax", () => {
  test("is a probability of the same category", () => {
    expect(typeOf("softmax", { x: logits(MOOD) })).toBe("probability<Mood>[label: 3]");
    expect(typeOf("softmax", { x: logits(MOOD, { word: 4 }) })).toBe("probability<Mood>[word: 4, label: 3]");
    expect(judge("softmax", { x: logits(MOOD) }).type?.range).toEqual({ name: "between", low: 0, high: 1 });
  });
});

test("softmax gives probabilities, and their logarithms where the probabilities themselves are rounded to 0", () => {
  const x = {
    type: logits(MOOD),
    values: [
      [1, -2, 0.5],
      [300, 0, -300],
    ],
  };
  const { values, log } = apply("softmax", { x });
  expectClose(values, x.values.map(softmax));
  expectClose((log as Grid)[1]!, [0, -300, -600]);
});
