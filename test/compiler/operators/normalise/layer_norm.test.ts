import { describe, expect, test } from "vitest";
import { symbol } from "../../../../compiler/types/size.ts";
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
