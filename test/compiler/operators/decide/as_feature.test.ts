import { describe, expect, test } from "vitest";
import { expectClose } from "../kit/arrays.ts";
import { apply, fed } from "../kit/run.ts";
import { judge, logits, MOOD, probability, typeOf, upTo } from "../kit/types.ts";

describe("as_feature", () => {
  test("has a channel for each label, on the same scale", () => {
    expect(typeOf("as_feature", { x: logits(MOOD) })).toBe("feature[channel: 3]");
    expect(typeOf("as_feature", { x: logits(MOOD, { word: upTo(4) }) })).toBe(
      "feature[word: up to 4, channel: 3]",
    );
    const scale = { range: { name: "between", low: 0, high: 1 } } as const;
    expect(judge("as_feature", { x: probability(MOOD, {}, scale) }).type?.range).toEqual(scale.range);
  });

  test("leaves the numbers as they are", () => {
    const x = fed(logits(MOOD));
    expectClose(apply("as_feature", { x }).values, x.values);
  });
});
