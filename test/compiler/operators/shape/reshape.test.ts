import { describe, expect, test } from "vitest";
import { FOLLOWS } from "../../../../compiler/operators/rules.ts";
import { type Size, symbol } from "../../../../compiler/types/size.ts";
import type { ValueType } from "../../../../compiler/types/value-type.ts";
import { expectClose, flat, nest } from "../kit/arrays.ts";
import { apply, fed } from "../kit/run.ts";
import { at, between, feature, judge, refusal, signal, tokens, typeOf, upTo } from "../kit/types.ts";

const photo = signal({ height: 4, width: 6, channel: 3 });
const into = (x: ValueType, sizes: Record<string, Size>) => typeOf("reshape", { x }, { into: sizes });
const refused = (x: ValueType, sizes: Record<string, Size>) => refusal("reshape", { x }, { into: sizes });

describe("the type of reshape", () => {
  test("has the axes that are named, one of which may follow from the others", () => {
    expect(into(feature({ channel: 12 }), { part: 3, channel: 4 })).toBe("feature[part: 3, channel: 4]");
    expect(into(feature({ channel: 12 }), { part: FOLLOWS, channel: 4 })).toBe(
      "feature[part: 3, channel: 4]",
    );
    expect(into(photo, { channel: FOLLOWS })).toBe("signal[channel: 72] unbounded");
    expect(into(tokens(9, { column: 6 }), { row: 2, column: 3 })).toBe("tokens[row: 2, column: 3]");
  });

  test("keeps the scale of a signal", () => {
    const x = signal({ channel: 12 }, { range: between(0, 1) });
    expect(judge("reshape", { x }, { into: { part: 3, channel: 4 } }).type?.range).toEqual(between(0, 1));
  });

  test("keeps rate and filling of an axis that stays where it was", () => {
    const clip = signal({ time: { size: 10, rate: 8, ragged: "clip" }, height: 2, width: 2, channel: 3 });
    expect(into(clip, { time: 10, channel: 12 })).toBe(
      "signal[time: up to 10 @ 8 Hz, channel: 12] unbounded",
    );
    expect(into(clip, { time: FOLLOWS, channel: 12 })).toBe(
      "signal[time: up to 10 @ 8 Hz, channel: 12] unbounded",
    );
    expect(into(signal({ time: at(50, 12), channel: 1 }), { time: 3, channel: 4 })).toBe(
      "signal[time: 3, channel: 4] unbounded",
    );
  });

  test("is found for every size of a block", () => {
    const x = feature({ word: symbol("N"), channel: symbol("D") });
    expect(into(x, { word: symbol("N"), head: 2, channel: FOLLOWS })).toBe(
      "feature[word: N, head: 2, channel: (N*D)/(N*2)]",
    );
  });

  test("refuses to lose or make up numbers, and names the axes", () => {
    const { findings } = judge("reshape", { x: photo }, { into: { row: 8, channel: 8 } });
    expect(findings.map(({ text }) => text)).toEqual([
      "`x` has 72 numbers (height: 4, width: 6, channel: 3), and the new axes have 64 (row: 8, channel: 8)",
    ]);
  });

  test("refuses to mix up the places of an axis", () => {
    expect(refused(photo, { width: 6, height: 4, channel: 3 })).toBe("reshape_moves at into.width");
    expect(refused(feature({ a: 2, b: 3, channel: 4 }), { b: 3, channel: 8 })).toBe(
      "reshape_moves at into.b",
    );
    // Of other sizes, they are other axes.
    expect(into(photo, { width: 4, height: 6, channel: 3 })).toBe(
      "signal[width: 4, height: 6, channel: 3] unbounded",
    );
  });

  test("refuses two open sizes, a rest that is not whole, channels in front, labels, and padding laid out", () => {
    const x = feature({ channel: 12 });
    expect(refused(x, { a: FOLLOWS, b: FOLLOWS, channel: 2 })).toBe("sizes_open at into.b");
    expect(refused(x, { a: FOLLOWS, channel: 5 })).toBe("sizes_left at into.a");
    expect(refused(x, { channel: 3, a: 4 })).toBe("channel_not_last at into.channel");
    expect(refused(x, { label: 3, channel: 4 })).toBe("axis_reserved at into.label");
    expect(refused(feature({ word: upTo(4), channel: 2 }), { channel: 8 })).toBe("ragged_refused at x");
  });
});

test("reshape keeps the numbers in their order", () => {
  const x = fed(photo);
  const { values } = apply("reshape", { x }, { into: { height: 4, pair: 3, channel: 6 } });
  expectClose(values, nest(flat(x.values), [2, 4, 3, 6]));
});
