import { describe, expect, test } from "vitest";
import { symbol } from "../../../../compiler/types/size.ts";
import { average, type Cube, expectClose, type Row } from "../kit/arrays.ts";
import { apply, fed } from "../kit/run.ts";
import { feature, judge, refusal, signal, typeOf, upTo } from "../kit/types.ts";

describe("the type of layer_norm", () => {
  test("keeps all axes and needs channels", () => {
    expect(typeOf("layer_norm", { x: signal({ word: upTo(6), channel: 3 }) })).toBe(
      "feature[word: up to 6, channel: 3]",
    );
    expect(typeOf("layer_norm", { x: signal({ channel: symbol("C") }) })).toBe("feature[channel: C]");
    expect(refusal("layer_norm", { x: feature({ height: 2 }) })).toBe("axis_missing at x");
  });

  test("warns that one channel normalised by itself is the same for every record", () => {
    const { type, findings } = judge("layer_norm", { x: feature({ channel: 1 }) });
    expect(type).toBeDefined();
    expect(findings).toMatchObject([{ message: "single_channel", at: "call" }]);
  });
});

describe("what layer_norm computes", () => {
  test("is each place at mean 0 and variance 1 over its channels, scaled and shifted", () => {
    const x = fed(feature({ word: 3, channel: 5 }));
    const { values, weights } = apply("layer_norm", { x }, { epsilon: 0.01 });
    const [scale, offset] = [weights.scale as Row, weights.offset as Row];
    const expected = (x.values as Cube).map((words) =>
      words.map((word) => {
        const mean = average(word);
        const variance = average(word.map((v) => (v - mean) ** 2));
        return word.map((v, c) => ((v - mean) / Math.sqrt(variance + 0.01)) * scale[c]! + offset[c]!);
      }),
    );
    expectClose(values, expected);
  });

  test("starts as the plain normalisation", () => {
    const { initialisers } = apply("layer_norm", { x: fed(feature({ channel: 5 })) });
    expect(initialisers).toEqual({ scale: { kind: "ones" }, offset: { kind: "zeros" } });
  });
});
