import { describe, expect, test } from "vitest";
import { affine, type Cube, expectClose, type Grid, type Row } from "../kit/arrays.ts";
import { apply, fed } from "../kit/run.ts";
import { feature, MOOD, refusal, signal, typeOf, upTo } from "../kit/types.ts";

describe("the type of classify", () => {
  test("turns channels into labels", () => {
    expect(typeOf("classify", { x: signal({ channel: 8 }) }, { category: MOOD })).toBe(
      "logits<Mood>[label: 3]",
    );
    expect(typeOf("classify", { x: feature({ word: upTo(6), channel: 8 }) }, { category: MOOD })).toBe(
      "logits<Mood>[word: up to 6, label: 3]",
    );
  });

  test("refuses what has no channels", () => {
    expect(refusal("classify", { x: feature({ word: 2 }) }, { category: MOOD })).toBe("axis_missing at x");
  });
});

test("classify maps the channels of every place to the labels", () => {
  const x = fed(feature({ word: 2, channel: 4 }));
  const { values, weights } = apply("classify", { x }, { category: MOOD });
  expectClose(
    values,
    (x.values as Cube).map((words) =>
      words.map((word) => affine(word, weights.kernel as Grid, weights.bias as Row)),
    ),
  );
});
