import { describe, expect, test } from "vitest";
import { feature, judge, signal, typeOf, upTo } from "../kit/types.ts";

describe.each(["relu", "gelu", "tanh", "sigmoid"] as const)("the type of %s", (name) => {
  test("keeps all axes and gives features", () => {
    expect(typeOf(name, { x: signal({ height: 2, width: 2 }) })).toBe("feature[height: 2, width: 2]");
    expect(typeOf(name, { x: feature({ word: upTo(6), channel: 8 }) })).toBe(
      "feature[word: up to 6, channel: 8]",
    );
  });
});

test("activations bound the range of their results", () => {
  const range = (name: "relu" | "gelu" | "tanh" | "sigmoid") =>
    judge(name, { x: feature({ channel: 1 }) }).type?.range;
  expect(range("relu")).toEqual({ name: "between", low: 0, high: Number.POSITIVE_INFINITY });
  expect(range("gelu")).toEqual({ name: "unbounded" });
  expect(range("tanh")).toEqual({ name: "between", low: -1, high: 1 });
  expect(range("sigmoid")).toEqual({ name: "between", low: 0, high: 1 });
});
