import { describe, expect, test } from "vitest";
import { symbol } from "../../../../compiler/types/size.ts";
import { affine, type Cube, expectClose, type Grid, type Row, sigmoid } from "../kit/arrays.ts";
import { apply, fed } from "../kit/run.ts";
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

describe("what dense computes", () => {
  test("is an affine map of the channels, the same at every place", () => {
    const x = fed(feature({ word: 3, channel: 4 }));
    const { values, weights } = apply("dense", { x }, { units: 5 });
    const expected = (x.values as Cube).map((words) =>
      words.map((word) => affine(word, weights.kernel as Grid, weights.bias as Row)),
    );
    expectClose(values, expected);
  });

  test.each([
    ["relu", (v: number) => Math.max(v, 0)],
    ["tanh", Math.tanh],
    ["sigmoid", sigmoid],
  ] as const)("can end with %s, and do without an offset", (activation, applied) => {
    const x = fed(feature({ channel: 4 }));
    const { values, weights } = apply("dense", { x }, { units: 5, activation, bias: false });
    expect(Object.keys(weights)).toEqual(["kernel"]);
    expectClose(
      values,
      (x.values as Grid).map((row) => affine(row, weights.kernel as Grid, Array(5).fill(0)).map(applied)),
    );
  });
});
