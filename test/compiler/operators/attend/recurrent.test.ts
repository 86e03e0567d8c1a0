import { describe, expect, test } from "vitest";
import { symbol } from "../../../../compiler/types/size.ts";
import { at, feature, judge, refusal, signal, typeOf, upTo } from "../kit/types.ts";

describe.each(["gru", "lstm"] as const)("the type of %s", (name) => {
  test("is the last state, or the state after every place", () => {
    const x = signal({ time: at(50, 10), channel: 3 });
    expect(typeOf(name, { x }, { units: 8 })).toBe("feature[channel: 8]");
    expect(typeOf(name, { x }, { units: 8, keep: "all" })).toBe("feature[time: 10 @ 50 Hz, channel: 8]");
    expect(typeOf(name, { x: feature({ word: upTo(6), channel: 3 }) }, { units: 8, keep: "all" })).toBe(
      "feature[word: up to 6, channel: 8]",
    );
    const any = feature({ word: symbol("W"), channel: symbol("C") });
    expect(typeOf(name, { x: any }, { units: symbol("U"), keep: "all" })).toBe(
      "feature[word: W, channel: U]",
    );
  });

  test("lies between -1 and 1", () => {
    const { type } = judge(name, { x: feature({ word: 4, channel: 3 }) }, { units: 2 });
    expect(type?.range).toEqual({ name: "between", low: -1, high: 1 });
  });

  test("refuses none or several axes to go along, and a sequence too long to be written out", () => {
    expect(refusal(name, { x: feature({ channel: 4 }) }, { units: 2 })).toBe("sequence_missing at x");
    expect(refusal(name, { x: feature({ height: 4, width: 4, channel: 4 }) }, { units: 2 })).toBe(
      "sequence_missing at x",
    );
    expect(refusal(name, { x: feature({ time: 513, channel: 4 }) }, { units: 2 })).toBe("sequence_long at x");
    expect(typeOf(name, { x: feature({ time: 512, channel: 4 }) }, { units: 2 })).toBe("feature[channel: 2]");
  });
});
