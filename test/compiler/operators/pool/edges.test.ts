import { describe, expect, test } from "vitest";
import { type Cube, expectClose, type Images } from "../kit/arrays.ts";
import { apply, fed } from "../kit/run.ts";
import { at, feature, refusal, signal, typeOf, upTo } from "../kit/types.ts";

describe.each(["first", "last"] as const)("%s", (name) => {
  const of = <T>(list: readonly T[]): T => list.at(name === "first" ? 0 : -1)!;

  test("takes axes away", () => {
    expect(typeOf(name, { x: signal({ time: at(10, 5), channel: 3 }) }, { over: ["time"] })).toBe(
      "feature[channel: 3]",
    );
    const photo = feature({ height: 2, width: 3, channel: 4 });
    expect(typeOf(name, { x: photo }, { over: ["height", "width"] })).toBe("feature[channel: 4]");
    expect(refusal(name, { x: photo }, { over: ["word"] })).toBe("axis_missing at x");
  });

  test("gives what stands there", () => {
    const x = fed(feature({ height: 2, width: 3, channel: 4 }));
    expectClose(
      apply(name, { x }, { over: ["width", "height"] }).values,
      (x.values as Images).map((rows) => of(of(rows))),
    );
  });

  test("looks at filled places alone, and gives 0 where there are none", () => {
    const x = fed(feature({ word: upTo(4), channel: 2 }), { rows: 3 });
    const phrase = [4, 2, 0];
    const { values } = apply(name, { x }, { over: ["word"] }, { lengths: { phrase } });
    expectClose(
      values,
      (x.values as Cube).map((words, b) => (phrase[b] === 0 ? [0, 0] : of(words.slice(0, phrase[b])))),
    );
  });
});
