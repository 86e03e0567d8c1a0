import { describe, expect, test } from "vitest";
import { symbol } from "../../../../compiler/types/size.ts";
import { affine, type Cube, expectClose, type Grid, type Images, type Row } from "../kit/arrays.ts";
import { apply, fed } from "../kit/run.ts";
import { at, feature, judge, refusal, signal, typeOf, upTo } from "../kit/types.ts";

const optional = { presence: "optional" } as const;
const vector = (channels: number, rest = {}) => feature({ channel: channels }, rest);

describe("the type of stack", () => {
  test("has one place for each operand, before the channels", () => {
    expect(typeOf("stack", { xs: [vector(4), vector(4), signal({ channel: 4 })] })).toBe(
      "feature[modality: 3, channel: 4]",
    );
    const heard = feature({ time: at(10, symbol("T")), channel: symbol("C") });
    expect(typeOf("stack", { xs: [heard, heard] })).toBe("feature[time: T @ 10 Hz, modality: 2, channel: C]");
    expect(typeOf("stack", { xs: [vector(4), vector(6)] }, { width: 5 })).toBe(
      "feature[modality: 2, channel: 5]",
    );
  });

  test("is filled to the last place unless absent operands are masked", () => {
    const of = (absent: string, ...xs: ReturnType<typeof vector>[]) =>
      judge("stack", { xs }, { absent }).type!.axes[0]!.ragged !== undefined;
    expect(of("token", vector(4), vector(4, optional))).toBe(false);
    expect(of("masked", vector(4), vector(4, optional))).toBe(true);
    expect(of("masked", vector(4), vector(4))).toBe(false);
  });

  test("refuses what does not join place by place, and what is stacked already", () => {
    expect(refusal("stack", { xs: [vector(4), vector(5)] })).toBe("sizes_differ at xs");
    expect(refusal("stack", { xs: [vector(4), feature({ word: 3 })] })).toBe("axis_missing at xs.1");
    const stacked = feature({ modality: 2, channel: 4 });
    expect(refusal("stack", { xs: [stacked, stacked] })).toBe("axis_present at xs.0");
  });
});

describe("what stack computes", () => {
  test("is its operands, one behind the other at every place", () => {
    const xs = [1, 2].map((seed) => fed(feature({ word: upTo(3), channel: 4 }), { seed }));
    const { values } = apply("stack", { xs });
    const [a, b] = xs.map((x) => x.values as Cube);
    const expected = a!.map((words, n) => words.map((word, w) => [word, b![n]![w]!]));
    expectClose(values as Images, expected);
  });

  test("maps each operand by weights of its own where a width is given", () => {
    const xs = [fed(vector(2), { seed: 1 }), fed(vector(3), { seed: 2 })];
    const { values, weights } = apply("stack", { xs }, { width: 4 });
    const mapped = (x: Row, i: number) =>
      affine(x, weights[`kernel_${i}`] as Grid, weights[`bias_${i}`] as Row);
    const [a, b] = xs.map((x) => x.values as Grid);
    expectClose(
      values,
      a!.map((row, n) => [mapped(row, 1), mapped(b![n]!, 2)]),
    );
  });

  test.each([false, true])("puts a trained token in place of what is absent, training: %s", (training) => {
    const xs = [
      fed(vector(3), { rows: 3, seed: 1 }),
      fed(vector(3, optional), { rows: 3, seed: 2, presence: [1, 0, 0] }),
      fed(vector(3, optional), { rows: 3, seed: 3, presence: [1, 1, 0] }),
    ];
    const { values, weights } = apply("stack", { xs }, {}, { training });
    const [a, b, c] = xs.map((x) => x.values as Grid);
    const [noB, noC] = [weights.absent_2 as Row, weights.absent_3 as Row];
    expectClose(values, [
      [a![0]!, b![0]!, c![0]!],
      [a![1]!, noB, c![1]!],
      [a![2]!, noB, noC],
    ]);
    expect(Object.keys(weights)).toEqual(["absent_2", "absent_3"]);
  });

  test("leaves the places of what is absent unfilled where they are masked", () => {
    const xs = [
      fed(vector(3, optional), { seed: 1, presence: [0, 1] }),
      fed(vector(3), { seed: 2 }),
      fed(vector(3, optional), { seed: 3, presence: [1, 0] }),
    ];
    const { values, masks, weights } = apply("stack", { xs }, { absent: "masked" });
    const [a, b, c] = xs.map((x) => x.values as Grid);
    expectClose(values, [
      [[0, 0, 0], b![0]!, c![0]!],
      [a![1]!, b![1]!, [0, 0, 0]],
    ]);
    expect(Object.values(masks)).toEqual([
      [
        [0, 1, 1],
        [1, 1, 0],
      ],
    ]);
    expect(weights).toEqual({});
  });
});
