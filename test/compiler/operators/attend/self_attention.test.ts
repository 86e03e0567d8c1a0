import { describe, expect, test } from "vitest";
import { symbol } from "../../../../compiler/types/size.ts";
import { average, type Cube, expectClose, table } from "../kit/arrays.ts";
import { attention, EQUAL_KEYS } from "../kit/attention.ts";
import { apply, fed } from "../kit/run.ts";
import { at, feature, judge, refusal, signal, typeOf, upTo } from "../kit/types.ts";

describe("the type of self_attention", () => {
  test("keeps the axes of any one sequence", () => {
    expect(typeOf("self_attention", { x: feature({ word: upTo(6), channel: 8 }) }, { heads: 2 })).toBe(
      "feature[word: up to 6, channel: 8]",
    );
    expect(typeOf("self_attention", { x: signal({ time: at(50, 20), channel: 6 }) }, { heads: 3 })).toBe(
      "feature[time: 20 @ 50 Hz, channel: 6]",
    );
    expect(typeOf("self_attention", { x: feature({ point: 9, channel: 7 }) }, { heads: 3, dim: 12 })).toBe(
      "feature[point: 9, channel: 7]",
    );
  });

  test("is decided for every size at once as far as it can be", () => {
    const x = feature({ word: symbol("W"), channel: symbol("C") });
    expect(typeOf("self_attention", { x }, { heads: 5 })).toBe("feature[word: W, channel: C]");
    expect(refusal("self_attention", { x }, { heads: 5, dim: 12 })).toBe("size_unequal at heads");
  });

  test("refuses heads that do not share the channels evenly, and says which would", () => {
    const { type, findings } = judge("self_attention", { x: feature({ word: 6, channel: 8 }) }, { heads: 3 });
    expect(type).toBeUndefined();
    expect(findings).toMatchObject([
      { message: "size_unequal", at: "heads", help: ["8 channels can be shared among 1, 2 or 4 heads"] },
    ]);
  });

  test("refuses none or several axes to go along", () => {
    const refused = (axes: Record<string, number>) =>
      refusal("self_attention", { x: feature(axes) }, { heads: 1 });
    expect(refused({ channel: 4 })).toBe("sequence_missing at x");
    expect(refused({ word: 4 })).toBe("sequence_missing at x");
    expect(refused({ height: 4, width: 4, channel: 4 })).toBe("sequence_missing at x");
  });

  test("warns where there is a single place to look at", () => {
    const { type, findings } = judge("self_attention", { x: feature({ word: 1, channel: 4 }) }, { heads: 1 });
    expect(type).toBeDefined();
    expect(findings).toMatchObject([{ message: "single_key", at: "call" }]);
  });
});

describe("what self_attention computes", () => {
  test.each([
    [1, undefined],
    [2, undefined],
    [3, 6],
  ])("with %i heads and dim %s", (heads, dim) => {
    const x = fed(feature({ word: 5, channel: 4 }));
    const { values, weights } = apply("self_attention", { x }, { heads, ...(dim && { dim }) });
    expectClose(
      values,
      (x.values as Cube).map((words) => attention(words, words, heads, weights)),
    );
  });

  test("never looks at padding", () => {
    const x = fed(feature({ word: upTo(5, "phrase"), channel: 4 }), { rows: 3 });
    const phrase = [5, 3, 1];
    const { values, weights } = apply("self_attention", { x }, { heads: 2 }, { lengths: { phrase } });
    for (const [b, filled] of phrase.entries()) {
      const words = (x.values as Cube)[b]!.slice(0, filled);
      expectClose((values as Cube)[b]!.slice(0, filled), attention(words, words, 2, weights));
    }
  });

  test("of equal keys is the mean of the values", () => {
    const x = fed(feature({ word: 5, channel: 4 }));
    const { values } = apply("self_attention", { x }, { heads: 2 }, { weights: EQUAL_KEYS(4) });
    expectClose(
      values,
      (x.values as Cube).map((words) => {
        const mean = table(4, (c) => average(words.map((word) => word[c]!)));
        return words.map(() => mean);
      }),
    );
  });
});
