import { describe, expect, test } from "vitest";
import { symbol } from "../../../../compiler/types/size.ts";
import { add, type Cube, expectClose, type Grid, type Row, table } from "../kit/arrays.ts";
import { apply, fed } from "../kit/run.ts";
import { at, feature, refusal, signal, typeOf, upTo } from "../kit/types.ts";

const over = (...axes: string[]) => ({ over: axes });

describe("the type of contract", () => {
  test("joins the axes of one name, keeps the others, and has the channels last", () => {
    const words = feature({ word: upTo(6), channel: 4 });
    const map = feature({ channel: 4, unit: 5 });
    expect(typeOf("contract", { a: words, b: map }, over("channel"))).toBe("feature[word: up to 6, unit: 5]");
    expect(typeOf("contract", { a: map, b: words }, over("channel"))).toBe("feature[unit: 5, word: up to 6]");
    expect(typeOf("contract", { a: words, b: map }, over())).toBe(
      "feature[word: up to 6, unit: 5, channel: 4]",
    );
    expect(typeOf("contract", { a: words, b: words }, over("word"))).toBe("feature[channel: 4]");
    expect(typeOf("contract", { a: words, b: words }, over("word", "channel"))).toBe("feature");
  });

  test("is decided for every size at once", () => {
    const x = feature({ channel: symbol("D") });
    const map = feature({ channel: symbol("D"), unit: symbol("H") });
    expect(typeOf("contract", { a: x, b: map }, over("channel"))).toBe("feature[unit: H]");
  });

  test("fills an axis as the operand that may not be full", () => {
    const full = feature({ word: 6, channel: 4 });
    const words = feature({ word: upTo(6), channel: 4 });
    for (const [a, b] of [
      [full, words],
      [words, full],
    ])
      expect(typeOf("contract", { a: a!, b: b! }, over("channel"))).toBe("feature[word: up to 6]");
  });

  test("refuses what differs in size, rate or filling, and axes that are not there", () => {
    const a = feature({ word: upTo(6, "first"), channel: 4 });
    expect(refusal("contract", { a, b: feature({ word: 5 }) }, over("word"))).toBe("sizes_differ at call");
    expect(refusal("contract", { a, b: feature({ word: upTo(6, "second") }) }, over("word"))).toBe(
      "ragged_differ at call",
    );
    expect(refusal("contract", { a, b: feature({ unit: 4 }) }, over("word"))).toBe("axis_missing at b");
    const slow = signal({ time: at(10, 6), channel: 2 });
    expect(refusal("contract", { a: slow, b: feature({ time: at(20, 6) }) }, over("time"))).toBe(
      "rates_differ at call",
    );
  });
});

describe("what contract computes", () => {
  test("is the sum of products over all places of the named axes", () => {
    const a = fed(feature({ height: 2, unit: 3, channel: 4 }), { seed: 1 });
    const b = fed(feature({ channel: 4, part: 2, unit: 3 }), { seed: 2 });
    const { values } = apply("contract", { a, b }, over("channel"));
    // [unit, height, part], the shared axis first.
    expectClose(
      values,
      (a.values as readonly Cube[]).map((one, r) =>
        table(3, (u) =>
          table(2, (h) =>
            table(2, (p) =>
              add(table(4, (c) => one[h]![u]![c]! * (b.values as readonly Cube[])[r]![c]![p]![u]!)),
            ),
          ),
        ),
      ),
    );
  });

  test("does not depend on which operand stands first", () => {
    const a = fed(feature({ word: 3, channel: 4 }), { seed: 1 });
    const b = fed(feature({ word: 3, channel: 4 }), { seed: 2 });
    expectClose(
      apply("contract", { a, b }, over("channel")).values,
      apply("contract", { a: b, b: a }, over("channel")).values,
    );
  });

  test("of one vector with itself is its squared length", () => {
    const a = fed(feature({ channel: 4 }));
    const { values } = apply("contract", { a, b: a }, over("channel"));
    expectClose(
      values,
      (a.values as Grid).map((row: Row) => add(row.map((v) => v * v))),
    );
  });
});
