import { expect, test } from "vitest";
import { expectClose, type Grid } from "../kit/arrays.ts";
import { apply, fed } from "../kit/run.ts";
import { feature, refusal, signal, typeOf } from "../kit/types.ts";

test("embed_numbers makes a place of every channel", () => {
  expect(typeOf("embed_numbers", { x: signal({ channel: 6 }) }, { dim: 8 })).toBe(
    "feature[column: 6, channel: 8]",
  );
  expect(refusal("embed_numbers", { x: feature({ column: 2, channel: 3 }) }, { dim: 8 })).toBe(
    "axis_present at x",
  );
  expect(refusal("embed_numbers", { x: feature({ word: 2 }) }, { dim: 8 })).toBe("axis_missing at x");
});

test("embed_numbers scales the vector of each column by its number", () => {
  const x = fed(signal({ channel: 3 }));
  const { values, weights } = apply("embed_numbers", { x }, { dim: 2 });
  const [w, b] = [weights.weight as Grid, weights.bias as Grid];
  expectClose(
    values,
    (x.values as Grid).map((row) =>
      row.map((value, j) => w[j]!.map((scale, k) => value * scale + b[j]![k]!)),
    ),
  );
});
