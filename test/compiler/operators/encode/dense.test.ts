import { describe, expect, test } from "vitest";
import { symbol } from "../../../../compiler/types/size.ts";
import { feature, judge, refusal, signal, typeOf, upTo } from "../kit/types.ts";

describe("the type of dense", () => {
  test("changes the channels alone", () => {
    expect(typeOf("dense", { x: signal({ channel: 8 }) }, { units: 4 })).toBe("feature[channel: 4]");
    expect(typeOf("dense", { x: feature({ word: upTo(6), channel: 8 }) }, { units: 4 })).toBe(
      "feature[word: up to 6, channel: 4]",
    );
    expect(typeOf("dense", { x: feature({ channel: symbol("D") }) }, { units: symbol("U") })).toBe(
      "feature[channel: U]",
    );
  });

  test("carries the range of its activation", () => {
    const range = (activation: string) =>
      judge("dense", { x: feature({ channel: 8 }) }, { units: 4, activation }).type?.range;
    expect(range("linear")).toEqual({ name: "unbounded" });
    expect(range("tanh")).toEqual({ name: "between", low: -1, high: 1 });
  });

  test("refuses what has no channels", () => {
    expect(refusal("dense", { x: feature({ height: 8 }) }, { units: 4 })).toBe("axis_missing at x");
  });
});
