import { describe, expect, test } from "vitest";
import { symbol } from "../../../../compiler/types/size.ts";
import { expectClose, type Grid, type Images } from "../kit/arrays.ts";
import { apply, fed } from "../kit/run.ts";
import { at, between, feature, judge, refusal, signal, typeOf, upTo } from "../kit/types.ts";

const optional = { presence: "optional" } as const;

describe("the type of concat", () => {
  test("adds up the channels", () => {
    const xs = [feature({ channel: 8 }), feature({ channel: 6 }), signal({ channel: 1 })];
    expect(typeOf("concat", { xs })).toBe("feature[channel: 15]");
    expect(typeOf("concat", { xs: [feature({ channel: symbol("A") }), feature({ channel: 6 })] })).toBe(
      "feature[channel: A + 6]",
    );
  });

  test("takes the other axes in any order, and gives them in that of the first", () => {
    const xs = [feature({ height: 2, width: 3, channel: 4 }), feature({ width: 3, height: 2, channel: 5 })];
    expect(typeOf("concat", { xs })).toBe("feature[height: 2, width: 3, channel: 9]");
  });

  test("has one more channel for each operand that may be absent", () => {
    const xs = [
      feature({ channel: 8 }),
      feature({ channel: 6 }, optional),
      feature({ channel: 2 }, optional),
    ];
    expect(typeOf("concat", { xs })).toBe("feature[channel: 18]");
  });

  test("stays a signal where all are, on their common scale", () => {
    const range = between(0, 1);
    expect(
      typeOf("concat", { xs: [signal({ channel: 1 }, { range }), signal({ channel: 2 }, { range })] }),
    ).toBe("signal[channel: 3] in 0..1");
  });

  test("warns where raw signals on different scales are joined", () => {
    const xs = [signal({ channel: 1 }, { range: between(0, 1) }), signal({ channel: 1 })];
    const { type, findings } = judge("concat", { xs });
    expect(type).toBeDefined();
    expect(findings).toMatchObject([{ message: "scales_differ", at: "xs" }]);
  });

  test("refuses axes that do not agree by name, size, rate or filling", () => {
    const refused = (...xs: Parameters<typeof feature>[0][]) =>
      refusal("concat", { xs: xs.map((axes) => feature(axes)) });
    expect(refused({ channel: 1 }, { word: 2 })).toBe("axis_missing at xs.1");
    expect(refused({ channel: 1 }, { word: 2, channel: 1 })).toBe("axes_differ at xs");
    expect(refused({ word: 3, channel: 1 }, { word: 2, channel: 1 })).toBe("sizes_differ at xs");
    expect(refused({ time: at(10, 3), channel: 1 }, { time: at(20, 3), channel: 1 })).toBe(
      "rates_differ at xs",
    );
    expect(refused({ word: upTo(3, "a"), channel: 1 }, { word: upTo(3, "b"), channel: 1 })).toBe(
      "ragged_differ at xs",
    );
  });
});

describe("what concat computes", () => {
  test("stands side by side, whatever the order of the other axes", () => {
    const a = fed(feature({ height: 2, width: 3, channel: 2 }), { seed: 1 });
    const b = fed(feature({ width: 3, height: 2, channel: 1 }), { seed: 2 });
    const { values } = apply("concat", { xs: [a, b] });
    const expected = (a.values as Images).map((image, n) =>
      image.map((row, i) => row.map((pixel, j) => [...pixel, ...(b.values as Images)[n]![j]![i]!])),
    );
    expectClose(values, expected);
  });

  test("fills what is absent with zeros, and says what is there", () => {
    const a = fed(feature({ channel: 2 }), { seed: 1 });
    const b = fed(feature({ channel: 3 }, optional), { seed: 2, presence: [1, 0] });
    const { values } = apply("concat", { xs: [a, b] });
    const [rows, others] = [a.values as Grid, b.values as Grid];
    expectClose(values, [
      [...rows[0]!, ...others[0]!, 1],
      [...rows[1]!, 0, 0, 0, 0],
    ]);
  });

  test("says nothing of what is there where that is not wanted", () => {
    const a = fed(feature({ channel: 2 }), { seed: 1 });
    const b = fed(feature({ channel: 3 }, optional), { seed: 2, presence: [1, 0] });
    const { values, type } = apply("concat", { xs: [a, b] }, { flags: false });
    expect(type.axes).toMatchObject([{ size: 5 }]);
    const [rows, others] = [a.values as Grid, b.values as Grid];
    expectClose(values, [
      [...rows[0]!, ...others[0]!],
      [...rows[1]!, 0, 0, 0],
    ]);
  });
});
