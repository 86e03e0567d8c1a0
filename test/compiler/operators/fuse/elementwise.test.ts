import { describe, expect, test } from "vitest";
import { symbol } from "../../../../compiler/types/size.ts";
import { add, affine, average, type Cube, expectClose, type Grid, type Row, table } from "../kit/arrays.ts";
import { apply, fed } from "../kit/run.ts";
import { between, feature, judge, refusal, signal, typeOf, upTo } from "../kit/types.ts";

describe.each(["sum", "multiply", "mean", "max", "min"] as const)("the type of %s", (name) => {
  test("is that of its operands", () => {
    const xs = [feature({ word: upTo(6), channel: 4 }), feature({ word: upTo(6), channel: 4 })];
    expect(typeOf(name, { xs })).toBe("feature[word: up to 6, channel: 4]");
    expect(typeOf(name, { xs: [feature({ channel: symbol("A") }), feature({ channel: symbol("B") })] })).toBe(
      "feature[channel: A]",
    );
  });

  test("has as many channels as the width that operands are mapped to", () => {
    const xs = [feature({ word: 2, channel: 4 }), feature({ word: 2, channel: 5 })];
    expect(typeOf(name, { xs }, { width: 3 })).toBe("feature[word: 2, channel: 3]");
    expect(typeOf(name, { xs }, { width: symbol("D") })).toBe("feature[word: 2, channel: D]");
  });

  test("refuses different sizes, and shows the width that would mend it", () => {
    const xs = [feature({ channel: 128 }), feature({ channel: 96 })];
    const { type, findings } = judge(name, { xs });
    expect(type).toBeUndefined();
    expect(findings).toMatchObject([
      {
        message: "sizes_differ",
        at: "xs",
        help: [`project them to one width: ${name}(xs1, xs2, width: 128)`],
      },
    ]);
  });

  test("refuses other axes that do not agree, whatever the width", () => {
    const xs = [feature({ word: 2, channel: 4 }), feature({ word: 3, channel: 4 })];
    expect(refusal(name, { xs })).toBe("sizes_differ at xs");
    expect(refusal(name, { xs }, { width: 4 })).toBe("sizes_differ at xs");
    expect(judge(name, { xs }).findings[0]?.help).toEqual([]);
    expect(refusal(name, { xs: [feature({ word: 2 }), feature({ word: 2 })] }, { width: 4 })).toBe(
      "axis_missing at xs.0",
    );
  });
});

test.each(["mean", "max", "min"] as const)(
  "%s of several values goes place by place, not over axes",
  (name) => {
    const xs = [feature({ word: 2, channel: 4 }), feature({ word: 2, channel: 4 })];
    expect(refusal(name, { xs }, { over: ["word"] })).toBe("setting_count at over");
    expect(judge(name, { xs }, { over: ["word"] }).findings[0]?.help).toEqual([
      `reduce each value first, as in \`xs1 |> ${name}(over: word)\``,
    ]);
  },
);

test.each(["mean", "max", "min"] as const)("%s keeps the range that all values lie in", (name) => {
  const within = feature({ channel: 1 }, { range: between(0, 1) });
  const beyond = feature({ channel: 1 }, { range: between(-1, 1) });
  expect(judge(name, { xs: [within, within] }).type?.range).toEqual(between(0, 1));
  expect(judge(name, { xs: [within, beyond] }).type?.range).toEqual({ name: "unbounded" });
  expect(judge(name, { xs: [within, within] }, { width: 1 }).type?.range).toEqual({ name: "unbounded" });
});

test("sum warns where raw signals on different scales are added", () => {
  const xs = [
    signal({ channel: 1 }, { range: between(0, 1) }),
    signal({ channel: 1 }, { range: between(-1, 1) }),
  ];
  const { type, findings } = judge("sum", { xs });
  expect(type?.kind).toEqual({ name: "signal" });
  expect(findings).toMatchObject([{ message: "scales_differ", at: "xs" }]);
});

const optional = { presence: "optional" } as const;

describe.each([
  ["sum", add, 0],
  ["multiply", (xs: Row) => xs.reduce((a, b) => a * b, 1), 1],
  ["mean", average, 0],
  ["max", (xs: Row) => Math.max(...xs), 0],
  ["min", (xs: Row) => Math.min(...xs), 0],
] as const)("what %s computes", (name, combine, neutral) => {
  test("place by place, whatever the order of axes", () => {
    const a = fed(feature({ height: 2, width: 3 }), { seed: 1 });
    const b = fed(feature({ width: 3, height: 2 }), { seed: 2 });
    const c = fed(feature({ height: 2, width: 3 }), { seed: 3 });
    const { values } = apply(name, { xs: [a, b, c] });
    const [first, second, third] = [a.values, b.values, c.values] as [Cube, Cube, Cube];
    expectClose(
      values,
      first.map((rows, n) =>
        rows.map((row, i) => row.map((value, j) => combine([value, second[n]![j]![i]!, third[n]![i]![j]!]))),
      ),
    );
  });

  test("after a map of each operand to the width", () => {
    const a = fed(feature({ channel: 4 }), { seed: 1 });
    const b = fed(feature({ channel: 3 }), { seed: 2 });
    const { values, weights } = apply(name, { xs: [a, b] }, { width: 2 });
    const mapped = [a, b].map(({ values: rows }, i) =>
      (rows as Grid).map((row) =>
        affine(row, weights[`kernel_${i + 1}`] as Grid, weights[`bias_${i + 1}`] as Row),
      ),
    );
    expectClose(
      values,
      table(2, (n) => table(2, (c) => combine([mapped[0]![n]![c]!, mapped[1]![n]![c]!]))),
    );
  });

  test("leaves out what is absent, its map's offset included", () => {
    const a = fed(feature({ channel: 2 }, optional), { seed: 1, presence: [1, 0, 0], rows: 3 });
    const b = fed(feature({ channel: 2 }, optional), { seed: 2, presence: [0, 1, 0], rows: 3 });
    const plain = apply(name, { xs: [a, b] });
    expectClose(plain.values, [(a.values as Grid)[0]!, (b.values as Grid)[1]!, [neutral, neutral]]);
    const { values, weights } = apply(name, { xs: [a, b] }, { width: 2 });
    expectClose(values, [
      affine((a.values as Grid)[0]!, weights.kernel_1 as Grid, weights.bias_1 as Row),
      affine((b.values as Grid)[1]!, weights.kernel_2 as Grid, weights.bias_2 as Row),
      [neutral, neutral],
    ]);
  });
});
