import { describe, expect, test } from "vitest";
import { type Cube, expectClose, type Grid, type Images, softmax, table } from "../kit/arrays.ts";
import { apply, fed } from "../kit/run.ts";
import { feature, judge, logits, MOOD, refusal, typeOf, upTo } from "../kit/types.ts";

describe("the type of softmax", () => {
  test("of features is as they are, over axes that must be named", () => {
    const x = feature({ word: upTo(4), channel: 2 });
    expect(typeOf("softmax", { x }, { over: ["word"] })).toBe("feature[word: up to 4, channel: 2]");
    expect(refusal("softmax", { x })).toBe("setting_missing at call");
    expect(refusal("softmax", { x: logits(MOOD) }, { over: ["label"] })).toBe("softmax_over at over");
  });

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

test("softmax over axes gives weights that add up to 1 over them together", () => {
  const x = fed(feature({ height: 2, width: 3, channel: 2 }));
  const { values } = apply("softmax", { x }, { over: ["height", "width"] });
  const expected = (x.values as Images).map((image) => {
    const shares = table(2, (c) => softmax(image.flatMap((row) => row.map((pixel) => pixel[c]!))));
    return image.map((row, i) => row.map((_, j) => table(2, (c) => shares[c]![3 * i + j]!)));
  });
  expectClose(values, expected);
});

test("softmax over words gives padding no weight, and nothing where all is padding", () => {
  const x = fed(feature({ word: upTo(4), channel: 2 }), { rows: 2 });
  const phrase = [3, 0];
  const { values } = apply("softmax", { x }, { over: ["word"] }, { lengths: { phrase } });
  const expected = (x.values as Cube).map((words, b) => {
    const shares = table(2, (c) => softmax(words.slice(0, phrase[b]).map((word) => word[c]!)));
    return words.map((_, w) => table(2, (c) => shares[c]![w] ?? 0));
  });
  expectClose(values, expected);
});
