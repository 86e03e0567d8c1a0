import { describe, expect, test } from "vitest";
import { average, type Cube, expectClose, type Images, type Row, table } from "../kit/arrays.ts";
import { apply, fed } from "../kit/run.ts";
import { between, feature, judge, refusal, signal, typeOf, upTo } from "../kit/types.ts";

describe.each(["mean", "max", "min"] as const)("the type of %s of one value", (name) => {
  test("loses the axes that are named", () => {
    const photo = signal({ height: 4, width: 5, channel: 3 });
    expect(typeOf(name, { xs: [photo] }, { over: ["height", "width"] })).toBe("feature[channel: 3]");
    expect(typeOf(name, { xs: [photo] }, { over: ["width"] })).toBe("feature[height: 4, channel: 3]");
    expect(typeOf(name, { xs: [photo] }, { over: ["channel"] })).toBe("feature[height: 4, width: 5]");
    expect(typeOf(name, { xs: [feature({ word: upTo(6), channel: 3 })] }, { over: ["word"] })).toBe(
      "feature[channel: 3]",
    );
  });

  test("keeps the range", () => {
    const x = signal({ height: 4 }, { range: between(-1, 1) });
    expect(judge(name, { xs: [x] }, { over: ["height"] }).type?.range).toEqual(between(-1, 1));
  });

  test("needs axes to go over, and no width", () => {
    const xs = [feature({ channel: 3 })];
    expect(refusal(name, { xs })).toBe("setting_missing at call");
    expect(refusal(name, { xs }, { over: ["channel"], width: 4 })).toBe("setting_count at width");
  });

  test("refuses an axis that is not there", () => {
    expect(refusal(name, { xs: [feature({ channel: 3 })] }, { over: ["word"] })).toBe("axis_missing at xs.0");
  });
});

describe.each([
  ["mean", average],
  ["max", (xs: Row) => Math.max(...xs)],
  ["min", (xs: Row) => Math.min(...xs)],
] as const)("what %s of one value computes", (name, reduce) => {
  // All on the side of 0 on which a 0 from padding would win.
  const shift = name === "min" ? 5 : -5;

  test("over one axis and over several", () => {
    const x = fed(signal({ height: 3, width: 4, channel: 2 }));
    const photos = x.values as Images;
    expectClose(
      apply(name, { xs: [x] }, { over: ["height", "width"] }).values,
      photos.map((photo) => table(2, (c) => reduce(photo.flat().map((pixel) => pixel[c]!)))),
    );
    expectClose(
      apply(name, { xs: [x] }, { over: ["width"] }).values,
      photos.map((photo) => photo.map((row) => table(2, (c) => reduce(row.map((pixel) => pixel[c]!))))),
    );
    expectClose(
      apply(name, { xs: [x] }, { over: ["channel"] }).values,
      photos.map((photo) => photo.map((row) => row.map(reduce))),
    );
  });

  test("over a ragged axis leaves padding out; of nothing it is 0", () => {
    const x = fed(feature({ word: upTo(4, "phrase"), channel: 2 }), { rows: 3, shift });
    const phrase = [4, 2, 0];
    const expected = (x.values as Cube).map((words, b) =>
      table(2, (c) => (phrase[b] === 0 ? 0 : reduce(words.slice(0, phrase[b]).map((word) => word[c]!)))),
    );
    expectClose(apply(name, { xs: [x] }, { over: ["word"] }, { lengths: { phrase } }).values, expected);
  });

  test("over a ragged axis and a full one together", () => {
    const x = fed(feature({ word: upTo(3, "phrase"), letter: 2, channel: 2 }), { rows: 3, shift });
    const phrase = [3, 1, 0];
    const expected = (x.values as Images).map((words, b) =>
      table(2, (c) =>
        phrase[b] === 0
          ? 0
          : reduce(
              words
                .slice(0, phrase[b])
                .flat()
                .map((letter) => letter[c]!),
            ),
      ),
    );
    expectClose(
      apply(name, { xs: [x] }, { over: ["word", "letter"] }, { lengths: { phrase } }).values,
      expected,
    );
  });

  test("over another axis than the ragged one", () => {
    const x = fed(feature({ word: upTo(3, "phrase"), channel: 2 }));
    const { values } = apply(name, { xs: [x] }, { over: ["channel"] }, { lengths: { phrase: [3, 3] } });
    expectClose(
      values,
      (x.values as Cube).map((words) => words.map(reduce)),
    );
  });
});
