import { describe, expect, test } from "vitest";
import { type Cube, expectClose, type Grid, type Images } from "../kit/arrays.ts";
import { apply, fed } from "../kit/run.ts";
import { at, feature, refusal, signal, typeOf, upTo } from "../kit/types.ts";

describe("the type of positions", () => {
  test("is that of the places, as features", () => {
    expect(typeOf("positions", { x: signal({ time: at(10, 5), channel: 3 }) })).toBe(
      "feature[time: 5 @ 10 Hz, channel: 3]",
    );
  });

  test("refuses to count along no axis, along channels, and sines along several", () => {
    const photo = feature({ height: 2, width: 3, channel: 4 });
    expect(refusal("positions", { x: feature({ channel: 4 }) })).toBe("sequence_missing at x");
    expect(refusal("positions", { x: photo }, { kind: "sinusoidal" })).toBe("sequence_missing at x");
    expect(refusal("positions", { x: photo }, { over: ["channel"] })).toBe("channel_pooled at over");
    expect(typeOf("positions", { x: photo }, { kind: "sinusoidal", over: ["width"] })).toBe(
      "feature[height: 2, width: 3, channel: 4]",
    );
  });
});

describe("what positions add", () => {
  test("is a trained vector for each place of the counted axes together", () => {
    const x = fed(feature({ height: 2, width: 3, channel: 4 }));
    const { values, weights, initialisers } = apply("positions", { x });
    const expected = (x.values as Images).map((image) =>
      image.map((row, i) =>
        row.map((pixel, j) => pixel.map((value, c) => value + (weights.table as Cube)[i]![j]![c]!)),
      ),
    );
    expectClose(values, expected);
    expect(initialisers.table).toEqual({ kind: "normal", stddev: 0.02 });
  });

  test("is the same along the axes that are not counted", () => {
    const x = fed(feature({ height: 2, width: 3, channel: 4 }));
    const { values, weights } = apply("positions", { x }, { over: ["height"] });
    const expected = (x.values as Images).map((image) =>
      image.map((row, i) => row.map((pixel) => pixel.map((v, c) => v + (weights.table as Grid)[i]![c]!))),
    );
    expectClose(values, expected);
  });

  test("is sines and cosines of many speeds", () => {
    const x = fed(feature({ word: upTo(50), channel: 6 }), { rows: 1 });
    const { values, weights } = apply("positions", { x }, { kind: "sinusoidal" });
    const wave = (place: number, c: number) => {
      const angle = place / 10000 ** ((2 * Math.floor(c / 2)) / 6);
      return c % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
    };
    const expected = (x.values as Cube).map((words) =>
      words.map((word, p) => word.map((value, c) => value + wave(p, c))),
    );
    expectClose(values, expected);
    expect(weights).toEqual({});
  });
});
