import { describe, expect, test } from "vitest";
import { between, feature, judge, refusal, signal, typeOf, upTo } from "../kit/types.ts";

describe.each(["mean", "max"] as const)("the type of %s", (name) => {
  test("loses the axes that are named", () => {
    const photo = signal({ height: 4, width: 5, channel: 3 });
    expect(typeOf(name, { x: photo }, { over: ["height", "width"] })).toBe("feature[channel: 3]");
    expect(typeOf(name, { x: photo }, { over: ["width"] })).toBe("feature[height: 4, channel: 3]");
    expect(typeOf(name, { x: photo }, { over: ["channel"] })).toBe("feature[height: 4, width: 5]");
    expect(typeOf(name, { x: feature({ word: upTo(6), channel: 3 }) }, { over: ["word"] })).toBe(
      "feature[channel: 3]",
    );
  });

  test("keeps the range", () => {
    const x = signal({ height: 4 }, { range: between(-1, 1) });
    expect(judge(name, { x }, { over: ["height"] }).type?.range).toEqual(between(-1, 1));
  });

  test("refuses an axis that is not there", () => {
    expect(refusal(name, { x: feature({ channel: 3 }) }, { over: ["word"] })).toBe("axis_missing at x");
  });
});
