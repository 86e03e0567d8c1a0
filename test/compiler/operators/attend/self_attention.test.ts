import { describe, expect, test } from "vitest";
import { symbol } from "../../../../compiler/types/size.ts";
import {
  add,
  affine,
  average,
  type Cube,
  expectClose,
  type Grid,
  type Nested,
  type Row,
  softmax,
  table,
} from "../kit/arrays.ts";
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

/** Attention over the first `filled` words of one record, head by head. */
function attention(
  words: Grid,
  filled: number,
  heads: number,
  weights: Readonly<Record<string, Nested>>,
): Grid {
  const map = (name: string, xs: Grid) =>
    xs.map((x) => affine(x, weights[`${name}_kernel`] as Grid, weights[`${name}_bias`] as Row));
  const [queries, keys, contents] = [map("query", words), map("key", words), map("value", words)];
  const share = keys[0]!.length / heads;
  const gathered = queries.map((query) =>
    table(heads, (h) => {
      const own = (row: Row) => row.slice(h * share, (h + 1) * share);
      const scores = keys
        .slice(0, filled)
        .map((key) => add(own(query).map((v, i) => v * own(key)[i]!)) / Math.sqrt(share));
      const chances = softmax(scores);
      return table(share, (i) => add(chances.map((chance, k) => chance * own(contents[k]!)[i]!)));
    }).flat(),
  );
  return map("output", gathered);
}

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
      (x.values as Cube).map((words) => attention(words, 5, heads, weights)),
    );
  });

  test("never looks at padding", () => {
    const x = fed(feature({ word: upTo(5, "phrase"), channel: 4 }), { rows: 3 });
    const phrase = [5, 3, 1];
    const { values, weights } = apply("self_attention", { x }, { heads: 2 }, { lengths: { phrase } });
    for (const [b, filled] of phrase.entries()) {
      const expected = attention((x.values as Cube)[b]!, filled, 2, weights);
      expectClose((values as Cube)[b]!.slice(0, filled), expected.slice(0, filled));
    }
  });

  test("of equal keys is the mean of the values", () => {
    const x = fed(feature({ word: 5, channel: 4 }));
    const nothing = table(4, () => Array(4).fill(0) as number[]);
    const identity = table(4, (i) => table(4, (j) => (i === j ? 1 : 0)));
    const none = Array(4).fill(0) as number[];
    const { values } = apply(
      "self_attention",
      { x },
      { heads: 2 },
      {
        weights: {
          key_kernel: nothing,
          value_kernel: identity,
          value_bias: none,
          output_kernel: identity,
          output_bias: none,
        },
      },
    );
    expectClose(
      values,
      (x.values as Cube).map((words) => {
        const mean = table(4, (c) => average(words.map((word) => word[c]!)));
        return words.map(() => mean);
      }),
    );
  });
});
