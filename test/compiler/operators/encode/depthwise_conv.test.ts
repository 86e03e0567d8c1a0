import { describe, expect, test } from "vitest";
import { symbol } from "../../../../compiler/types/size.ts";
import { expectClose, flat, type Images, nest, type Row, shapeOf, table } from "../kit/arrays.ts";
import { convolve } from "../kit/loops.ts";
import { apply, fed } from "../kit/run.ts";
import { feature, refusal, signal, typeOf } from "../kit/types.ts";

describe("the type of depthwise_conv", () => {
  test("multiplies the channels and slides as conv does", () => {
    const x = signal({ height: 8, width: 7, channel: 3 });
    expect(typeOf("depthwise_conv", { x })).toBe("feature[height: 8, width: 7, channel: 3]");
    expect(typeOf("depthwise_conv", { x }, { multiplier: 2, stride: 2, padding: "valid" })).toBe(
      "feature[height: 3, width: 3, channel: 6]",
    );
    const any = feature({ height: symbol("H"), width: symbol("W"), channel: symbol("C") });
    expect(typeOf("depthwise_conv", { x: any }, { multiplier: 2 })).toBe(
      "feature[height: H, width: W, channel: C*2]",
    );
  });

  test("refuses what has no space, no channels, or is smaller than the window", () => {
    expect(refusal("depthwise_conv", { x: feature({ channel: 4 }) })).toBe("space_missing at x");
    expect(refusal("depthwise_conv", { x: feature({ height: 4, width: 4 }) })).toBe("axis_missing at x");
    const small = feature({ height: 4, width: 2, channel: 1 });
    expect(refusal("depthwise_conv", { x: small }, { padding: "valid" })).toBe("size_too_small at kernel");
  });
});

describe("what depthwise_conv computes", () => {
  test.each([
    [3, 1, "same", 1],
    [3, 2, "same", 2],
    [2, 2, "valid", 3],
  ] as const)(
    "with a kernel of %i, a stride of %i, `%s` padding and %i windows a channel",
    (kernel, stride, padding, multiplier) => {
      const x = fed(signal({ height: 7, width: 6, channel: 2 }));
      const settings = { kernel, stride, padding, multiplier };
      const { values, weights } = apply("depthwise_conv", { x }, settings);
      // The same as a convolution whose filters see one channel each.
      const own = weights.kernel as Images;
      const wide = own.map((row) =>
        row.map((cell) =>
          cell.map((_, c) =>
            table(2 * multiplier, (f) => (Math.floor(f / multiplier) === c ? cell[c]![f % multiplier]! : 0)),
          ),
        ),
      );
      const expected = (x.values as Images).map((image) =>
        convolve(image, wide, weights.bias as Row, settings),
      );
      expectClose(values, expected);
    },
  );

  test.each([
    [{ time: 7, channel: 2 }, 3, 2, "same"],
    [{ time: 8, channel: 2 }, 3, 1, "valid"],
    [{ depth: 4, height: 5, width: 6, channel: 2 }, 3, 1, "same"],
    [{ depth: 5, height: 4, width: 6, channel: 2 }, 2, 2, "valid"],
    [{ depth: 5, height: 4, width: 7, channel: 2 }, 3, 2, "same"],
  ] as const)(
    "of %j, as a convolution whose filters see one channel each",
    (axes, kernel, stride, padding) => {
      const x = fed(feature(axes));
      const settings = { kernel, stride, padding };
      const { values, weights } = apply("depthwise_conv", { x }, { ...settings, multiplier: 2 });
      const windows = flat(weights.kernel!);
      // [window…, channel, multiplier] becomes [window…, channel, filter], of which filter f sees channel f / 2 alone.
      const wide = windows.flatMap((_, i) => {
        const [c, m] = [Math.floor(i / 2) % 2, i % 2];
        if (m === 1) return [];
        return table(4, (f) => (Math.floor(f / 2) === c ? windows[i + (f % 2)]! : 0));
      });
      const sizes = shapeOf(weights.kernel!);
      const own = { kernel: nest(wide, [...sizes.slice(0, -1), 4]), bias: weights.bias! };
      expectClose(values, apply("conv", { x }, { ...settings, filters: 4 }, { weights: own }).values);
    },
  );
});
