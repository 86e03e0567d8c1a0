import { describe, expect, test } from "vitest";
import { expectClose, flat, type Images, nest, table } from "../kit/arrays.ts";
import { apply, fed } from "../kit/run.ts";
import { at, feature, logits, MOOD, refusal, signal, tokens, typeOf, upTo } from "../kit/types.ts";

const photo = signal({ height: 2, width: 3, channel: 4 });

describe("rename", () => {
  const rename = (x: Parameters<typeof fed>[0], axes: Record<string, string>) =>
    typeOf("rename", { x }, { axes });

  test("keeps size, rate and filling", () => {
    expect(rename(feature({ word: upTo(8), channel: 4 }), { word: "key" })).toBe(
      "feature[key: up to 8, channel: 4]",
    );
    expect(rename(signal({ time: at(50, 8), channel: 4 }), { time: "moment" })).toBe(
      "signal[moment: 8 @ 50 Hz, channel: 4] unbounded",
    );
    expect(rename(tokens(9, { word: upTo(8) }), { word: "key" })).toBe("tokens[key: up to 8]");
  });

  test("lets axes exchange their names", () => {
    expect(rename(photo, { height: "width", width: "height" })).toBe(
      "signal[width: 2, height: 3, channel: 4] unbounded",
    );
  });

  test("moves what is called channel behind all others", () => {
    expect(rename(photo, { height: "channel", channel: "band" })).toBe(
      "signal[width: 3, band: 4, channel: 2] unbounded",
    );
    const x = fed(photo);
    const { values } = apply("rename", { x }, { axes: { height: "channel", channel: "band" } });
    const expected = (x.values as Images).map((image) =>
      table(3, (w) => table(4, (b) => table(2, (h) => image[h]![w]![b]!))),
    );
    expectClose(values, expected);
  });

  test("refuses names that are taken, and that of decisions", () => {
    expect(refusal("rename", { x: photo }, { axes: { height: "width" } })).toBe("axis_taken at axes.height");
    expect(refusal("rename", { x: photo }, { axes: { height: "row", width: "row" } })).toBe(
      "axis_taken at axes.height",
    );
    expect(refusal("rename", { x: photo }, { axes: { height: "label" } })).toBe("axis_reserved at call");
    expect(() => judgeKinds()).toThrow("rename does not take logits");
  });

  const judgeKinds = () => typeOf("rename", { x: logits(MOOD) }, { axes: { label: "key" } });
});

describe("split", () => {
  test("lays an axis out along several, the last fastest", () => {
    expect(typeOf("split", { x: photo }, { axis: "channel", into: { head: 2, channel: 2 } })).toBe(
      "signal[height: 2, width: 3, head: 2, channel: 2] unbounded",
    );
    const x = fed(photo);
    const { values } = apply("split", { x }, { axis: "channel", into: { head: 2, channel: 2 } });
    expectClose(values, nest(flat(x.values), [2, 2, 3, 2, 2]));
  });

  test("moves what is called channel behind all others", () => {
    const x = fed(feature({ channel: 6 }));
    const { values, type } = apply("split", { x }, { axis: "channel", into: { channel: 3, part: 2 } });
    expect(type.axes.map(({ name, size }) => [name, size])).toEqual([
      ["part", 2],
      ["channel", 3],
    ]);
    const rows = x.values as readonly (readonly number[])[];
    expectClose(
      values,
      rows.map((row) => table(2, (part) => table(3, (c) => row[2 * c + part]!))),
    );
  });

  test("lets time go on at the lower rate, if it is the slowest", () => {
    const x = signal({ time: at(100, 12), channel: 1 });
    expect(typeOf("split", { x }, { axis: "time", into: { time: 3, moment: 4 } })).toBe(
      "signal[time: 3 @ 25 Hz, moment: 4, channel: 1] unbounded",
    );
    expect(typeOf("split", { x }, { axis: "time", into: { phase: 3, time: 4 } })).toBe(
      "signal[phase: 3, time: 4, channel: 1] unbounded",
    );
  });

  test("refuses sizes that do not make the whole, names that are taken, and ragged axes", () => {
    const into = (sizes: Record<string, number>, x = photo, axis = "height") =>
      refusal("split", { x }, { axis, into: sizes });
    expect(into({ a: 2, b: 2 })).toBe("split_sizes at axis");
    expect(into({ height: 1, width: 2 })).toBe("axis_taken at into.width");
    expect(into({ label: 2, b: 1 })).toBe("axis_reserved at into.label");
    expect(into({ a: 2, b: 2 }, signal({ word: upTo(4), channel: 1 }), "word")).toBe("ragged_refused at x");
  });
});
