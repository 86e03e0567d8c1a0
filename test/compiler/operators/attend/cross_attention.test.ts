import { describe, expect, test } from "vitest";
import { symbol } from "../../../../compiler/types/size.ts";
import { average, type Cube, expectClose, flat, type Grid, type Row, table } from "../kit/arrays.ts";
import { attention, EQUAL_KEYS } from "../kit/attention.ts";
import { apply, fed } from "../kit/run.ts";
import { at, feature, judge, refusal, signal, typeOf, upTo } from "../kit/types.ts";

const optional = { presence: "optional" } as const;
const words = feature({ word: upTo(5), channel: 4 });
const frames = feature({ time: at(10, 3), channel: 6 });
const regions = feature({ region: upTo(4, "photo"), channel: 6 });
const plain = feature({ channel: 4 });

describe("the type of cross_attention", () => {
  test("is that of the query, whatever is looked at", () => {
    const type = (query: typeof words, ...contexts: (typeof words)[]) =>
      typeOf("cross_attention", { query, contexts }, { heads: 2 });
    expect(type(words, frames)).toBe("feature[word: up to 5, channel: 4]");
    expect(type(words, words)).toBe("feature[word: up to 5, channel: 4]");
    expect(type(plain, frames, regions, feature({ channel: 6 }))).toBe("feature[channel: 4]");
    expect(type(frames, signal({ point: symbol("N"), channel: symbol("D") }))).toBe(
      "feature[time: 3 @ 10 Hz, channel: 6]",
    );
  });

  test("refuses contexts that cannot be one sequence", () => {
    const refused = (...contexts: (typeof words)[]) =>
      refusal("cross_attention", { query: words, contexts }, { heads: 2 });
    expect(refused(frames, words)).toBe("sizes_differ at contexts");
    expect(refused(words, feature({ height: 2, width: 2, channel: 4 }))).toBe(
      "sequence_missing at contexts.1",
    );
  });

  test("refuses heads that do not share the query's channels evenly, nor those of `dim`", () => {
    const given = { query: words, contexts: [frames] };
    expect(refusal("cross_attention", given, { heads: 3 })).toBe("size_unequal at heads");
    expect(refusal("cross_attention", given, { heads: 4, dim: 6 })).toBe("size_unequal at heads");
    expect(typeOf("cross_attention", given, { heads: 3, dim: 6 })).toBe("feature[word: up to 5, channel: 4]");
  });

  test("warns where there is a single place to look at", () => {
    const found = (...contexts: (typeof words)[]) =>
      judge("cross_attention", { query: words, contexts }, { heads: 1 });
    for (const context of [plain, feature({ word: 1, channel: 4 })]) {
      const { type, findings } = found(context);
      expect(type).toBeDefined();
      expect(findings).toMatchObject([{ message: "context_single", at: "call" }]);
    }
    expect(found(plain, plain).findings).toEqual([]);
    expect(found(feature({ word: symbol("N"), channel: 4 })).findings).toEqual([]);
  });
});

/** A record's places of each context, end to end. */
const looked = (row: number, ...contexts: { readonly values: unknown }[]): Grid =>
  contexts.flatMap(({ values }) => {
    const own = (values as readonly (Grid | Row)[])[row]!;
    return typeof own[0] === "number" ? [own as Row] : (own as Grid);
  });

describe("what cross_attention computes", () => {
  test.each([
    [1, undefined],
    [2, undefined],
    [3, 6],
  ])("with %i heads and dim %s", (heads, dim) => {
    const query = fed(feature({ word: 5, channel: 4 }), { seed: 1 });
    const context = fed(frames, { seed: 2 });
    const settings = { heads, ...(dim && { dim }) };
    const { values, weights } = apply("cross_attention", { query, contexts: [context] }, settings);
    expectClose(
      values,
      (query.values as Cube).map((rows, b) => attention(rows, looked(b, context), heads, weights)),
    );
  });

  test("over several contexts looks at them as one sequence, each filled as far as it is", () => {
    const query = fed(feature({ channel: 4 }), { rows: 3, seed: 1 });
    const contexts = [regions, frames, feature({ channel: 6 })].map((type, i) =>
      fed(type, { rows: 3, seed: 2 + i }),
    );
    const photo = [4, 1, 0];
    const { values, weights } = apply(
      "cross_attention",
      { query, contexts },
      { heads: 2 },
      { lengths: { photo } },
    );
    for (const [b, filled] of photo.entries()) {
      const places = looked(b, ...contexts).filter((_, i) => i < filled || i >= 4);
      expectClose((values as Grid)[b]!, attention([(query.values as Grid)[b]!], places, 2, weights)[0]!);
    }
  });

  test("in place of an absent context looks at a trained token, whatever the row holds", () => {
    const query = fed(words, { seed: 1, rows: 4 });
    const sight = fed(feature({ region: upTo(4, "photo"), channel: 6 }, optional), {
      rows: 4,
      seed: 2,
      presence: [1, 0, 1, 0],
    });
    const sound = fed(feature({ channel: 6 }, optional), { rows: 4, seed: 3, presence: [1, 1, 0, 0] });
    const photo = [2, 2, 4, 0];
    for (const training of [false, true]) {
      const { values, weights } = apply(
        "cross_attention",
        { query, contexts: [sight, sound] },
        { heads: 2 },
        { lengths: { photo }, training },
      );
      const [noSight, noSound] = [weights.absent_1 as Row, weights.absent_2 as Row];
      const seen = (b: number) => looked(b, sight).slice(0, photo[b]);
      const heard = (b: number) => looked(b, sound);
      const places = [
        [...seen(0), ...heard(0)],
        [noSight, ...heard(1)],
        [...seen(2), noSound],
        [noSight, noSound],
      ];
      expectClose(
        values,
        (query.values as Cube).map((rows, b) => attention(rows, places[b]!, 2, weights)),
      );
    }
  });

  test("gives 0 where there is nothing but padding to look at", () => {
    const query = fed(feature({ point: 3, channel: 4 }), { seed: 1 });
    const context = fed(words, { seed: 2 });
    const { values } = apply(
      "cross_attention",
      { query, contexts: [context] },
      { heads: 2 },
      { lengths: { phrase: [0, 2] } },
    );
    expect(flat((values as Cube)[0]!).every((value) => value === 0)).toBe(true);
    expect(flat((values as Cube)[1]!).some((value) => value === 0)).toBe(false);
  });

  test("trains a token for each context that may be lacking, and 4 d² + 4 d weights of equal widths", () => {
    const of = (...contexts: (typeof words)[]) =>
      flat(
        Object.values(
          apply(
            "cross_attention",
            {
              query: fed(words),
              contexts: contexts.map((type) =>
                fed(type, type.presence === "optional" ? { presence: [1, 0] } : {}),
              ),
            },
            { heads: 1 },
          ).weights,
        ),
      ).length;
    expect(of(words)).toBe(4 * 4 * 4 + 4 * 4);
    expect(of(words, feature({ channel: 4 }, optional), feature({ point: 3, channel: 4 }, optional))).toBe(
      4 * 4 * 4 + 4 * 4 + 2 * 4,
    );
  });
});

describe("identities of cross_attention", () => {
  const query = fed(words, { seed: 1 });

  test("of equal keys it is the mean of the values", () => {
    const context = fed(feature({ point: 3, channel: 4 }), { seed: 2 });
    const weights = EQUAL_KEYS(4);
    const { values } = apply("cross_attention", { query, contexts: [context] }, { heads: 2 }, { weights });
    expectClose(
      values,
      (context.values as Cube).map((points) =>
        table(5, () => table(4, (c) => average(points.map((point) => point[c]!)))),
      ),
    );
  });

  test("the order of places and of contexts changes nothing", () => {
    const [a, b] = [fed(frames, { seed: 2 }), fed(feature({ channel: 6 }), { seed: 3 })];
    const turned = { ...a, values: (a.values as Cube).map((rows) => rows.toReversed()) };
    const of = (...contexts: (typeof a)[]) =>
      apply("cross_attention", { query, contexts }, { heads: 2 }).values;
    expectClose(of(turned, b), of(a, b));
    expectClose(of(b, a), of(a, b));
  });

  test("of a single place the query changes nothing", () => {
    const contexts = [fed(plain, { seed: 2 })];
    const of = (seed: number) =>
      apply("cross_attention", { query: fed(words, { seed }), contexts }, { heads: 2 }).values;
    expectClose(of(5), of(6));
  });

  test("of itself it is self_attention", () => {
    const lengths = { phrase: [5, 2] };
    const crossed = apply("cross_attention", { query, contexts: [query] }, { heads: 2 }, { lengths });
    const alone = apply("self_attention", { x: query }, { heads: 2 }, { lengths });
    expectClose((crossed.values as Cube)[0]!, (alone.values as Cube)[0]!);
    expectClose((crossed.values as Cube)[1]!.slice(0, 2), (alone.values as Cube)[1]!.slice(0, 2));
  });
});
