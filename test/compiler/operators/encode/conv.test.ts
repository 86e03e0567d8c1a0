import { describe, expect, test } from "vitest";
import { placesAfter, stepsOf } from "../../../../compiler/types/filling.ts";
import { symbol } from "../../../../compiler/types/size.ts";
import { type Cube, expectClose, type Images, type Nested, type Row, table } from "../kit/arrays.ts";
import { convolve } from "../kit/loops.ts";
import { apply, fed } from "../kit/run.ts";
import { at, type Chosen, feature, judge, refusal, signal, typeOf, upTo } from "../kit/types.ts";
import { convolveAny } from "../kit/windows.ts";

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
    expect(refusal("conv", { x: feature({ word: 4, letter: 4, channel: 4 }) }, { filters: 2 })).toBe(
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

describe("conv along one axis or three", () => {
  test("goes along a sequence, whose rate falls with the stride", () => {
    expect(typeOf("conv", { x: feature({ word: 8, channel: 3 }) }, { filters: 2 })).toBe(
      "feature[word: 8, channel: 2]",
    );
    const voice = signal({ time: at(100, 51), channel: 1 });
    expect(typeOf("conv", { x: voice }, { filters: 2, stride: 4, padding: "causal" })).toBe(
      "feature[time: 13 @ 25 Hz, channel: 2]",
    );
    expect(typeOf("conv", { x: voice }, { filters: 2, dilation: 4, padding: "valid" })).toBe(
      "feature[time: 43 @ 100 Hz, channel: 2]",
    );
  });

  test("goes along all three of a volume, and along those that are named", () => {
    const head = signal({ depth: 4, height: 6, width: 5, channel: 1 });
    expect(typeOf("conv", { x: head }, { filters: 2, stride: 2 })).toBe(
      "feature[depth: 2, height: 3, width: 3, channel: 2]",
    );
    const clip = signal({ time: at(8, 6), height: 6, width: 5, channel: 3 });
    expect(typeOf("conv", { x: clip }, { filters: 2, stride: 2 })).toBe(
      "feature[time: 6 @ 8 Hz, height: 3, width: 3, channel: 2]",
    );
    expect(typeOf("conv", { x: clip }, { filters: 2, stride: 2, over: ["time"] })).toBe(
      "feature[height: 6, width: 5, time: 3 @ 4 Hz, channel: 2]",
    );
  });

  test("tells of a ragged axis how far it is filled", () => {
    const voice = signal({ time: { size: 50, ragged: "voice" }, channel: 1 });
    const filling = (settings: Chosen) =>
      judge("conv", { x: voice }, { filters: 2, ...settings }).type?.axes[0]?.ragged;
    expect(filling({})).toBe("voice");
    expect(filling({ padding: "causal", dilation: 3 })).toBe("voice");
    const placesWith = (settings: Chosen, count: number) =>
      placesAfter(stepsOf(filling(settings)!).steps, count);
    expect([7, 8, 9].map((n) => placesWith({ stride: 4 }, n))).toEqual([2, 2, 3]);
    expect([2, 3, 4, 5].map((n) => placesWith({ padding: "valid", stride: 2 }, n))).toEqual([0, 1, 1, 2]);
  });

  test.each([
    [3, 1, 1, "same"],
    [3, 1, 2, "same"],
    [2, 1, 3, "causal"],
    [4, 2, 1, "causal"],
    [3, 2, 1, "valid"],
    [2, 1, 3, "valid"],
  ] as const)(
    "computes, with a kernel of %i, stride %i, dilation %i and `%s` padding",
    (kernel, stride, dilation, padding) => {
      const size = 7;
      const x = fed(signal({ time: size, channel: 2 }));
      const settings = { filters: 3, kernel, stride, dilation, padding };
      const { values, weights } = apply("conv", { x }, settings);
      const reach = (kernel - 1) * dilation + 1;
      const places = padding === "valid" ? Math.floor((size - reach) / stride) + 1 : Math.ceil(size / stride);
      const over = Math.max((places - 1) * stride + reach - size, 0);
      const before = { same: Math.floor(over / 2), causal: reach - 1, valid: 0 }[padding];
      const steps = { size: kernel, stride, dilation, before: [before], places: [places] };
      expectClose(
        values,
        (x.values as readonly Nested[]).map((row) =>
          convolveAny(row, weights.kernel!, weights.bias as Row, steps),
        ),
      );
    },
  );

  test.each([
    [2, 1, 1, "valid"],
    [3, 1, 1, "same"],
    [3, 2, 1, "same"],
    [2, 2, 1, "valid"],
    [2, 1, 2, "same"],
  ] as const)(
    "computes along three, with a kernel of %i, stride %i, dilation %i and `%s` padding",
    (kernel, stride, dilation, padding) => {
      const sizes = [4, 5, 3];
      const x = fed(signal({ depth: 4, height: 5, width: 3, channel: 2 }));
      const { values, weights } = apply("conv", { x }, { filters: 2, kernel, stride, dilation, padding });
      const reach = (kernel - 1) * dilation + 1;
      const places = sizes.map((n) =>
        padding === "valid" ? Math.floor((n - reach) / stride) + 1 : Math.ceil(n / stride),
      );
      const before = sizes.map((n, i) =>
        padding === "valid" ? 0 : Math.floor(Math.max((places[i]! - 1) * stride + reach - n, 0) / 2),
      );
      const steps = { size: kernel, stride, dilation, before, places };
      expectClose(
        values,
        (x.values as readonly Nested[]).map((row) =>
          convolveAny(row, weights.kernel!, weights.bias as Row, steps),
        ),
      );
    },
  );

  test.each([
    [3, 1, 1],
    [4, 3, 1],
    [3, 1, 2],
  ])(
    "of a ragged row is that of the row alone with zeros around it, with kernel %i, stride %i, dilation %i",
    (kernel, stride, dilation) => {
      const x = fed(feature({ word: upTo(6), channel: 2 }), { rows: 3 });
      const phrase = [6, 4, 1];
      const { values, weights } = apply(
        "conv",
        { x },
        { filters: 2, kernel, stride, dilation },
        { lengths: { phrase } },
      );
      for (const [row, length] of phrase.entries()) {
        const own = (x.values as Cube)[row]!.slice(0, length);
        const places = [Math.ceil(length / stride)];
        const before = [Math.floor(((kernel - 1) * dilation) / 2)];
        const steps = { size: kernel, stride, dilation, before, places };
        const expected = convolveAny(own, weights.kernel!, weights.bias as Row, steps);
        expectClose((values as Cube)[row]!.slice(0, places[0]), expected);
      }
    },
  );

  test("that is causal sees nothing that comes later", () => {
    const type = feature({ word: 6, channel: 2 });
    const x = fed(type, { rows: 1 });
    const later = {
      type,
      values: (x.values as Cube).map((row) => row.map((word, i) => (i < 3 ? word : [9, 9]))),
    };
    const settings = { filters: 2, kernel: 3, dilation: 2, padding: "causal" };
    const [a, b] = [x, later].map((one) => (apply("conv", { x: one }, settings).values as Cube)[0]!);
    expectClose(a!.slice(0, 3), b!.slice(0, 3));
    expect(a!.slice(3)).not.toEqual(b!.slice(3));
  });
});
