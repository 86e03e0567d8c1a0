import { describe, expect, test } from "vitest";
import { symbol } from "../../../../compiler/types/size.ts";
import { expectClose, type Images, type Row, table } from "../kit/arrays.ts";
import { convolve } from "../kit/loops.ts";
import { apply, fed } from "../kit/run.ts";
import { at, feature, judge, refusal, signal, typeOf } from "../kit/types.ts";

const photo = signal({ height: 8, width: 6, channel: 3 });

describe("the type of conv", () => {
  test("keeps space with `same` padding and gives one channel per filter", () => {
    expect(typeOf("conv", { x: photo }, { filters: 4 })).toBe("feature[height: 8, width: 6, channel: 4]");
  });

  test.each([
    // n, kernel, stride, same, valid
    [8, 3, 1, 8, 6],
    [8, 3, 2, 4, 3],
    [7, 3, 2, 4, 3],
    [7, 2, 3, 3, 2],
    [5, 5, 1, 5, 1],
    [5, 1, 2, 3, 3],
  ])("of %i places with a kernel of %i and a stride of %i", (n, kernel, stride, same, valid) => {
    const x = feature({ height: n, width: n, channel: 1 });
    for (const [padding, size] of [
      ["same", same],
      ["valid", valid],
    ] as const) {
      expect(typeOf("conv", { x }, { filters: 2, kernel, stride, padding })).toBe(
        `feature[height: ${size}, width: ${size}, channel: 2]`,
      );
    }
  });

  test("is worked out for every size at once", () => {
    const x = feature({ height: symbol("H"), width: symbol("W"), channel: symbol("C") });
    const filters = symbol("F");
    expect(typeOf("conv", { x }, { filters })).toBe("feature[height: H, width: W, channel: F]");
    expect(typeOf("conv", { x }, { filters, stride: 2 })).toBe(
      "feature[height: ceil(H/2), width: ceil(W/2), channel: F]",
    );
    expect(typeOf("conv", { x }, { filters, padding: "valid" })).toBe(
      "feature[height: H - 2, width: W - 2, channel: F]",
    );
    expect(typeOf("conv", { x }, { filters, padding: "valid", stride: 2, kernel: symbol("K") })).toBe(
      "feature[height: floor((H - K)/2) + 1, width: floor((W - K)/2) + 1, channel: F]",
    );
  });

  test("finds space as time and band too, whose rate falls with the stride", () => {
    const sound = signal({ time: at(100, 50), band: 40, channel: 1 });
    expect(typeOf("conv", { x: sound }, { filters: 2, stride: 2 })).toBe(
      "feature[time: 25 @ 50 Hz, band: 20, channel: 2]",
    );
  });

  test("lets other axes pass", () => {
    const film = signal({ frame: 5, height: 8, width: 8, channel: 3 });
    expect(typeOf("conv", { x: film }, { filters: 2, stride: 2 })).toBe(
      "feature[frame: 5, height: 4, width: 4, channel: 2]",
    );
  });

  test("carries the range of its activation", () => {
    const range = (activation: string) => judge("conv", { x: photo }, { filters: 2, activation }).type?.range;
    expect(range("linear")).toEqual({ name: "unbounded" });
    expect(range("sigmoid")).toEqual({ name: "between", low: 0, high: 1 });
  });

  test("refuses what has no space, no channels, or is smaller than the window", () => {
    expect(refusal("conv", { x: feature({ channel: 4 }) }, { filters: 2 })).toBe("space_missing at x");
    expect(refusal("conv", { x: feature({ height: 4, channel: 4 }) }, { filters: 2 })).toBe(
      "space_missing at x",
    );
    expect(refusal("conv", { x: feature({ height: 4, width: 4 }) }, { filters: 2 })).toBe(
      "axis_missing at x",
    );
    expect(refusal("conv", { x: photo }, { filters: 2, kernel: 7, padding: "valid" })).toBe(
      "size_too_small at kernel",
    );
  });
});

describe("what conv computes", () => {
  test.each([
    [3, 1, "same"],
    [3, 2, "same"],
    [2, 2, "same"],
    [3, 2, "valid"],
    [2, 1, "valid"],
  ] as const)("with a kernel of %i, a stride of %i and `%s` padding", (kernel, stride, padding) => {
    const x = fed(signal({ height: 7, width: 6, channel: 2 }));
    const { values, weights } = apply(
      "conv",
      { x },
      { filters: 3, kernel, stride, padding, activation: "relu" },
    );
    const expected = (x.values as Images).map((image) =>
      convolve(image, weights.kernel as Images, weights.bias as Row, { kernel, stride, padding }).map((row) =>
        row.map((pixel) => pixel.map((value) => Math.max(value, 0))),
      ),
    );
    expectClose(values, expected);
  });

  test("of a film is that of each frame", () => {
    const film = fed(signal({ frame: 3, height: 4, width: 5, channel: 2 }));
    const { values, weights } = apply("conv", { x: film }, { filters: 2, bias: false });
    const expected = (film.values as readonly Images[]).map((frames) =>
      frames.map((image) =>
        convolve(image, weights.kernel as Images, [0, 0], { kernel: 3, stride: 1, padding: "same" }),
      ),
    );
    expectClose(values, expected);
    expect(Object.keys(weights)).toEqual(["kernel"]);
  });

  test("finds space where it lies", () => {
    const turned = fed(signal({ band: 4, time: 5, channel: 2 }));
    const { values, weights } = apply("conv", { x: turned }, { filters: 2, kernel: 2 });
    const expected = (turned.values as Images).map((bands) => {
      const image = table(5, (t) => table(4, (b) => bands[b]![t]!));
      return convolve(image, weights.kernel as Images, weights.bias as Row, {
        kernel: 2,
        stride: 1,
        padding: "same",
      });
    });
    expectClose(values, expected);
  });
});
