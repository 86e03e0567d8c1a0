import { describe, expect, test } from "vitest";
import { symbol } from "../../../../compiler/types/size.ts";
import { type Cube, expectClose, type Images, table } from "../kit/arrays.ts";
import { apply, fed } from "../kit/run.ts";
import { at, feature, refusal, signal, typeOf, upTo } from "../kit/types.ts";

describe("the type of merge", () => {
  test("has one axis in place of the first of several", () => {
    const photo = feature({ height: 2, width: symbol("W"), channel: 4 });
    expect(typeOf("merge", { x: photo }, { over: ["height", "width"], as: "token" })).toBe(
      "feature[token: 2*W, channel: 4]",
    );
    const film = signal({ time: at(25, 3), height: 2, width: 2, channel: 1 });
    expect(typeOf("merge", { x: film }, { over: ["time", "width"], as: "time" })).toBe(
      "signal[time: 6, height: 2, channel: 1] unbounded",
    );
  });

  test("of one axis is another name", () => {
    const words = feature({ word: upTo(4), channel: 2 });
    expect(typeOf("merge", { x: words }, { over: ["word"], as: "key" })).toBe(
      "feature[key: up to 4, channel: 2]",
    );
  });

  test("refuses channels, and a name that another axis has", () => {
    const photo = feature({ height: 2, width: 3, channel: 4 });
    const refused = (over: string[], as: string) => refusal("merge", { x: photo }, { over, as });
    expect(refused(["height", "channel"], "token")).toBe("channel_pooled at over");
    expect(refused(["height"], "channel")).toBe("channel_pooled at as");
    expect(refused(["height"], "width")).toBe("axis_present at x");
  });
});

describe("what merge computes", () => {
  test("is the places one after the other, the last axis fastest", () => {
    const x = fed(feature({ height: 2, width: 3, channel: 4 }));
    const images = x.values as Images;
    expectClose(
      apply("merge", { x }, { over: ["height", "width"], as: "token" }).values,
      images.map((image) => image.flat()),
    );
    expectClose(
      apply("merge", { x }, { over: ["width", "height"], as: "token" }).values,
      images.map((image) => table(6, (i) => image[i % 2]![Math.floor(i / 2)]!)),
    );
  });

  test("fills a place where it was filled in each axis", () => {
    const x = fed(feature({ word: upTo(2), line: upTo(3, "page"), channel: 1 }));
    const lengths = { phrase: [1, 2], page: [2, 1] };
    const { masks, values } = apply("merge", { x }, { over: ["word", "line"], as: "place" }, { lengths });
    expect(Object.values(masks)).toEqual([
      [
        [1, 1, 0, 0, 0, 0],
        [1, 0, 0, 1, 0, 0],
      ],
    ]);
    expectClose(
      values,
      (x.values as Images).map((rows: Cube) => rows.flat()),
    );
  });
});
