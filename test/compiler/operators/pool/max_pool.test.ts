import { describe, expect, test } from "vitest";
import { symbol } from "../../../../compiler/types/size.ts";
import { type Cube, expectClose, type Images, type Nested, table } from "../kit/arrays.ts";
import { slide } from "../kit/loops.ts";
import { apply, fed } from "../kit/run.ts";
import { at, feature, refusal, signal, typeOf, upTo } from "../kit/types.ts";
import { largestAny } from "../kit/windows.ts";

describe("the type of max_pool", () => {
  test.each([
    // n, size, stride, valid, same
    [8, 2, undefined, 4, 4],
    [7, 2, undefined, 3, 4],
    [7, 3, 2, 3, 4],
    [3, 3, undefined, 1, 1],
    [6, 1, undefined, 6, 6],
  ])("of %i places with a window of %i and a stride of %s", (n, size, stride, valid, same) => {
    const x = feature({ height: n, width: n, channel: 5 });
    for (const [padding, left] of [
      ["valid", valid],
      ["same", same],
    ] as const) {
      expect(typeOf("max_pool", { x }, { size, padding, ...(stride && { stride }) })).toBe(
        `feature[height: ${left}, width: ${left}, channel: 5]`,
      );
    }
  });

  test("says that it rounds down where sizes are symbols", () => {
    const x = feature({ height: symbol("H"), width: symbol("W"), channel: symbol("C") });
    expect(typeOf("max_pool", { x }, { size: 2 })).toBe(
      "feature[height: floor(H/2), width: floor(W/2), channel: C]",
    );
    expect(typeOf("max_pool", { x }, { size: symbol("S") })).toBe(
      "feature[height: floor(H/S), width: floor(W/S), channel: C]",
    );
    expect(typeOf("max_pool", { x }, { size: 2, padding: "same" })).toBe(
      "feature[height: ceil(H/2), width: ceil(W/2), channel: C]",
    );
    expect(typeOf("max_pool", { x }, { size: 3, stride: 2 })).toBe(
      "feature[height: floor((H - 3)/2) + 1, width: floor((W - 3)/2) + 1, channel: C]",
    );
  });

  test("lowers the rate of a time axis", () => {
    const x = signal({ time: at(100, 50), band: 40, channel: 1 });
    expect(typeOf("max_pool", { x }, { size: 2 })).toBe("feature[time: 25 @ 50 Hz, band: 20, channel: 1]");
  });

  test("refuses a window that is larger than the axis, and what has no space or channels", () => {
    const x = feature({ height: 4, width: 2, channel: 1 });
    expect(refusal("max_pool", { x }, { size: 3 })).toBe("size_too_small at size");
    expect(typeOf("max_pool", { x }, { size: 3, padding: "same" })).toBe(
      "feature[height: 2, width: 1, channel: 1]",
    );
    expect(refusal("max_pool", { x: feature({ channel: 3 }) }, { size: 2 })).toBe("space_missing at x");
    expect(refusal("max_pool", { x: feature({ height: 4, width: 4 }) }, { size: 2 })).toBe(
      "axis_missing at x",
    );
  });
});

describe("what max_pool computes", () => {
  test.each([
    [2, 2, "valid"],
    [3, 2, "valid"],
    [2, 2, "same"],
    [3, 2, "same"],
    [3, 1, "same"],
  ] as const)("with a window of %i, a stride of %i and `%s` padding", (size, stride, padding) => {
    // All below 0, so that padding with zeros would show.
    const x = fed(signal({ height: 7, width: 6, channel: 2 }), { shift: -5 });
    const { values } = apply("max_pool", { x }, { size, stride, padding });
    const expected = (x.values as Images).map((image) =>
      slide(image, { kernel: size, stride, padding }, (pixels) =>
        table(2, (c) =>
          Math.max(...pixels.flat().flatMap((pixel) => (pixel === undefined ? [] : [pixel[c]!]))),
        ),
      ),
    );
    expectClose(values, expected);
  });

  test("moves by its own size unless told otherwise", () => {
    const x = fed(signal({ height: 6, width: 6, channel: 2 }));
    expectClose(
      apply("max_pool", { x }, { size: 3 }).values,
      apply("max_pool", { x }, { size: 3, stride: 3 }).values,
    );
  });
});

describe("max_pool along one axis or three", () => {
  test("goes along a sequence or a volume", () => {
    expect(typeOf("max_pool", { x: feature({ word: 7, channel: 3 }) }, { size: 2 })).toBe(
      "feature[word: 3, channel: 3]",
    );
    const head = feature({ depth: 4, height: 6, width: 5, channel: 1 });
    expect(typeOf("max_pool", { x: head }, { size: 2 })).toBe(
      "feature[depth: 2, height: 3, width: 2, channel: 1]",
    );
  });

  test.each([
    [{ word: 7, channel: 2 }, 3, 2],
    [{ depth: 4, height: 5, width: 3, channel: 2 }, 2, 2],
    [{ depth: 4, height: 5, width: 3, channel: 2 }, 3, 1],
  ] as const)("computes, of %j with a window of %i and a stride of %i", (axes, size, stride) => {
    const x = fed(feature(axes), { shift: -2 });
    const { values } = apply("max_pool", { x }, { size, stride });
    const places = Object.values(axes)
      .slice(0, -1)
      .map((n) => Math.floor((n - size) / stride) + 1);
    const steps = { size, stride, dilation: 1, before: places.map(() => 0), places };
    expectClose(
      values,
      (x.values as readonly Nested[]).map((row) => largestAny(row, 2, steps)),
    );
  });

  test("of a ragged row is that of the row alone, and 0 where a window sees padding alone", () => {
    const x = fed(feature({ word: upTo(6), channel: 2 }), { rows: 3, shift: -2 });
    const phrase = [6, 5, 1];
    const { values } = apply("max_pool", { x }, { size: 2 }, { lengths: { phrase } });
    for (const [row, length] of phrase.entries()) {
      const places = [Math.floor(length / 2)];
      const steps = { size: 2, stride: 2, dilation: 1, before: [0], places };
      const own = (x.values as Cube)[row]!.slice(0, length);
      expectClose((values as Cube)[row]!.slice(0, places[0]), largestAny(own, 2, steps));
    }
    expectClose((values as Cube)[2]!.slice(1), [[0, 0], [0, 0]]); // biome-ignore format: one line
  });
});
