import { expect, test } from "vitest";
import { add, type Cube, expectClose } from "../kit/arrays.ts";
import { apply, fed } from "../kit/run.ts";
import { feature, judge, refusal, signal, typeOf, upTo } from "../kit/types.ts";

test("l2_norm keeps all axes, needs channels, and warns where there is one only", () => {
  expect(typeOf("l2_norm", { x: signal({ word: upTo(6), channel: 3 }) })).toBe(
    "feature[word: up to 6, channel: 3]",
  );
  expect(refusal("l2_norm", { x: feature({ height: 2 }) })).toBe("axis_missing at x");
  expect(judge("l2_norm", { x: feature({ channel: 1 }) }).findings).toMatchObject([
    { message: "single_channel", at: "call" },
  ]);
});

test("l2_norm brings every place to length 1", () => {
  const x = fed(feature({ word: 3, channel: 5 }));
  const { values } = apply("l2_norm", { x });
  const length = (word: readonly number[]) => Math.sqrt(add(word.map((v) => v * v)));
  expectClose(
    values,
    (x.values as Cube).map((words) => words.map((word) => word.map((v) => v / length(word)))),
  );
  for (const word of (values as Cube).flat()) expect(length(word)).toBeCloseTo(1, 5);
});
