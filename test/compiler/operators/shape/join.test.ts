import { describe, expect, test } from "vitest";
import { symbol } from "../../../../compiler/types/size.ts";
import { type Cube, expectClose, type Grid, type Row } from "../kit/arrays.ts";
import { apply, fed } from "../kit/run.ts";
import { at, feature, judge, refusal, typeOf, upTo } from "../kit/types.ts";

const optional = { presence: "optional" } as const;
const words = feature({ word: upTo(3), channel: 2 });
const frames = feature({ time: at(10, 2), channel: 2 });
const plain = feature({ channel: 2 });

describe("the type of join", () => {
  test("has the places of all, under one name", () => {
    expect(typeOf("join", { xs: [frames, plain] })).toBe("feature[token: 3, channel: 2]");
    expect(typeOf("join", { xs: [words, words, plain] })).toBe("feature[token: up to 7, channel: 2]");
    expect(typeOf("join", { xs: [plain, feature({ word: symbol("N"), channel: 2 })] })).toBe(
      "feature[token: 1 + N, channel: 2]",
    );
  });

  test("is filled alike where the same sequences are joined, and only then", () => {
    const filling = (...xs: (typeof words)[]) => judge("join", { xs }).type!.axes[0]!.ragged;
    const title = feature({ word: upTo(3, "title"), channel: 2 });
    expect(filling(words, frames)).toBe(filling(words, feature({ point: 2, channel: 5 - 3 })));
    expect(filling(words, frames)).not.toBe(filling(frames, words));
    expect(filling(words, frames)).not.toBe(filling(title, frames));
    expect(filling(words, plain)).not.toBe(filling(words, frames));
  });

  test("refuses what is no sequence, and other widths", () => {
    expect(refusal("join", { xs: [words, feature({ height: 2, width: 2, channel: 2 })] })).toBe(
      "sequence_missing at xs.1",
    );
    expect(refusal("join", { xs: [words, feature({ channel: 3 })] })).toBe("sizes_differ at xs");
  });
});

describe("what join computes", () => {
  test("is all places, end to end, filled as far as each is", () => {
    const xs = [words, frames, plain].map((type, i) => fed(type, { rows: 3, seed: 1 + i }));
    const { values, masks } = apply("join", { xs }, {}, { lengths: { phrase: [3, 1, 0] } });
    const [a, b, c] = [xs[0]!.values as Cube, xs[1]!.values as Cube, xs[2]!.values as Grid];
    expectClose(values, [
      [...a[0]!, ...b[0]!, c[0]!],
      [a[1]![0]!, [0, 0], [0, 0], ...b[1]!, c[1]!],
      [[0, 0], [0, 0], [0, 0], ...b[2]!, c[2]!],
    ]);
    expect(Object.values(masks)).toEqual([
      [
        [1, 1, 1, 1, 1, 1],
        [1, 0, 0, 1, 1, 1],
        [0, 0, 0, 1, 1, 1],
      ],
    ]);
  });

  test("fills no place of an absent operand", () => {
    const xs = [
      fed(feature({ word: upTo(3), channel: 2 }, optional), { seed: 1, presence: [0, 1] }),
      fed(feature({ channel: 2 }, optional), { seed: 2, presence: [1, 0] }),
    ];
    const { masks } = apply("join", { xs }, {}, { lengths: { phrase: [2, 2] } });
    expect(Object.values(masks)).toEqual([
      [
        [0, 0, 0, 1],
        [1, 1, 0, 0],
      ],
    ]);
  });

  test("marks whose places they are", () => {
    const xs = [frames, plain].map((type, i) => fed(type, { rows: 1, seed: 1 + i }));
    const { values, weights } = apply("join", { xs }, { mark: true });
    const plus = (a: Row, b: Row) => a.map((value, i) => value + b[i]!);
    const [first, second] = [weights.mark_1 as Row, weights.mark_2 as Row];
    expectClose(values, [
      [
        ...(xs[0]!.values as Cube)[0]!.map((frame) => plus(frame, first)),
        plus((xs[1]!.values as Grid)[0]!, second),
      ],
    ]);
  });

  test("attention to joined sequences is attention to several contexts", () => {
    const query = fed(feature({ point: 2, channel: 2 }), { seed: 5 });
    const xs = [words, frames].map((type, i) => fed(type, { seed: 1 + i }));
    const lengths = { phrase: [1, 2] };
    const joined = apply("join", { xs }, {}, { lengths });
    const several = apply("cross_attention", { query, contexts: xs }, { heads: 1 }, { lengths });
    // The places that are not filled lie in the middle, so they are handed over as those of one row.
    for (const row of [0, 1]) {
      const filled = (Object.values(joined.masks)[0] as Grid)[row]!;
      const places = (joined.values as Cube)[row]!.filter((_, i) => filled[i] === 1);
      const alone = apply(
        "cross_attention",
        {
          query: { ...query, values: [(query.values as Cube)[row]!] },
          contexts: [{ type: feature({ token: places.length, channel: 2 }), values: [places] }],
        },
        { heads: 1 },
      );
      expectClose((several.values as Cube)[row]!, (alone.values as Cube)[0]!);
    }
  });
});
