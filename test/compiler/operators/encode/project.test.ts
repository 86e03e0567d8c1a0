import { describe, expect, test } from "vitest";
import { symbol } from "../../../../compiler/types/size.ts";
import { add, affine, type Cube, expectClose, type Grid, type Row, table } from "../kit/arrays.ts";
import { apply, fed } from "../kit/run.ts";
import { at, feature, judge, refusal, signal, typeOf, upTo } from "../kit/types.ts";

describe("the type of project", () => {
  test("has another size of one axis, and keeps all others with their rates and their filling", () => {
    expect(typeOf("project", { x: signal({ time: at(50, 8), channel: 3 }) }, { units: 5 })).toBe(
      "feature[time: 8 @ 50 Hz, channel: 5]",
    );
    expect(typeOf("project", { x: feature({ word: upTo(6), channel: symbol("D") }) }, { units: 4 })).toBe(
      "feature[word: up to 6, channel: 4]",
    );
    expect(typeOf("project", { x: feature({ point: 6, channel: 3 }) }, { units: 2, over: "point" })).toBe(
      "feature[point: 2, channel: 3]",
    );
  });

  test("knows no rate of a time whose places are no moments any more", () => {
    expect(
      typeOf("project", { x: signal({ time: at(50, 8), channel: 3 }) }, { units: 4, over: "time" }),
    ).toBe("feature[time: 4, channel: 3]");
  });

  test("refuses what has no such axis, and an axis that records fill in part", () => {
    expect(refusal("project", { x: feature({ height: 8 }) }, { units: 4 })).toBe("axis_missing at x");
    const x = feature({ word: upTo(6), channel: 3 });
    expect(refusal("project", { x }, { units: 4, over: "word" })).toBe("ragged_refused at x");
    expect(judge("project", { x }, { units: 4, over: "word" }).findings[0]!.text).toMatch(/`word`/);
  });
});

describe("what project computes", () => {
  test("is an affine map of the channels, the same at every place", () => {
    const x = fed(feature({ word: 3, channel: 4 }));
    const { values, weights } = apply("project", { x }, { units: 5 });
    const expected = (x.values as Cube).map((words) =>
      words.map((word) => affine(word, weights.kernel as Grid, weights.bias as Row)),
    );
    expectClose(values, expected);
  });

  test("is the same map of any other axis, for each channel alike", () => {
    const x = fed(feature({ point: 3, channel: 4 }));
    const { values, weights } = apply("project", { x }, { units: 2, over: "point" });
    const [kernel, bias] = [weights.kernel as Grid, weights.bias as Row];
    const expected = (x.values as Cube).map((points) =>
      table(2, (k) => table(4, (c) => bias[k]! + add(points.map((point, p) => point[c]! * kernel[p]![k]!)))),
    );
    expectClose(values, expected);
  });

  test("can do without an offset", () => {
    const x = fed(feature({ channel: 4 }));
    const { weights } = apply("project", { x }, { units: 5, bias: false });
    expect(Object.keys(weights)).toEqual(["kernel"]);
  });
});
