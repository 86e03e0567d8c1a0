import { describe, expect, test } from "vitest";
import { type Cube, expectClose, sigmoid } from "../kit/arrays.ts";
import { apply, fed } from "../kit/run.ts";
import { feature, judge, signal, typeOf, upTo } from "../kit/types.ts";

describe.each(["relu", "gelu", "tanh", "sigmoid", "signed_sqrt"] as const)("the type of %s", (name) => {
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

/** The normal distribution function, by the trapezium rule from far below. */
function phi(x: number): number {
  const steps = 20_000;
  const width = (x + 10) / steps;
  const density = (t: number) => Math.exp((-t * t) / 2) / Math.sqrt(2 * Math.PI);
  let area = (density(-10) + density(x)) / 2;
  for (let i = 1; i < steps; i++) area += density(-10 + i * width);
  return area * width;
}

test.each([
  ["relu", (v: number) => Math.max(v, 0)],
  ["gelu", (v: number) => v * phi(v)],
  ["tanh", Math.tanh],
  ["sigmoid", sigmoid],
  ["signed_sqrt", (v: number) => Math.sign(v) * (Math.sqrt(Math.abs(v) + 1e-6) - 1e-3)],
] as const)("what %s computes", (name, applied) => {
  const x = fed(feature({ word: 2, channel: 5 }));
  const { values } = apply(name, { x });
  expectClose(
    values,
    (x.values as Cube).map((words) => words.map((word) => word.map(applied))),
  );
});
