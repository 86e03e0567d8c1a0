import { describe, expect, test } from "vitest";
import { placesAfter, stepsOf } from "../../../../compiler/types/filling.ts";
import { symbol } from "../../../../compiler/types/size.ts";
import { average, type Cube, expectClose, type Grid, type Row, table } from "../kit/arrays.ts";
import { apply, fed } from "../kit/run.ts";
import { at, feature, judge, refusal, signal, typeOf } from "../kit/types.ts";

describe("the type of resample", () => {
  test("has ceil(n · to / rate) places at the new rate", () => {
    const x = signal({ time: at(16, 33), channel: 2 });
    expect(typeOf("resample", { x }, { to: 25 })).toBe("signal[time: 52 @ 25 Hz, channel: 2] unbounded");
    const sized = signal({ time: { size: symbol("T"), rate: 16 }, channel: 2 });
    expect(typeOf("resample", { x: sized }, { to: 25 })).toBe(
      "signal[time: ceil((T*25)/16) @ 25 Hz, channel: 2] unbounded",
    );
    expect(typeOf("resample", { x: signal({ time: at(44_100, 4410) }) }, { to: 16_000 })).toBe(
      "signal[time: 1600 @ 16 kHz] unbounded",
    );
  });

  test("fills as many places of a ragged axis as a record of that length would have", () => {
    const x = signal({ time: { size: 40, rate: 16, ragged: "voice" } });
    const { ragged } = judge("resample", { x }, { to: 25 }).type!.axes[0]!;
    const { from, steps } = stepsOf(ragged!);
    expect(from).toBe("voice");
    expect([0, 1, 16, 17].map((n) => placesAfter(steps, n))).toEqual([0, 2, 25, 27]);
  });

  test("refuses what has no rate, and rates without a common measure", () => {
    expect(refusal("resample", { x: signal({ time: 4 }) }, { to: 25 })).toBe("rate_needed at x");
    expect(refusal("resample", { x: signal({ time: at(Math.SQRT2, 4) }) }, { to: 25 })).toBe(
      "rate_unequal at to",
    );
  });
});

/** The number at a moment, counted in places, between the places beside it; the last one holds on. */
function between(x: Row, moment: number): number {
  const below = Math.min(Math.floor(moment + 1e-9), x.length - 1);
  const above = Math.min(below + 1, x.length - 1);
  const share = Math.min(Math.max(moment - below, 0), 1);
  return x[below]! * (1 - share) + x[above]! * share;
}

/** The mean of what is held from one moment to another, looked at in many parts; of what lies within x. */
function held(x: Row, from: number, to: number): number {
  const parts = 840;
  const moments = table(parts, (i) => from + ((i + 0.5) / parts) * (to - from));
  const inside = moments.filter((moment) => moment < x.length);
  return inside.length === 0 ? x.at(-1)! : average(inside.map((moment) => x[Math.floor(moment)]!));
}

const READINGS = {
  linear: (x: Row, k: number, ratio: number) => between(x, k * ratio),
  mean: (x: Row, k: number, ratio: number) => held(x, k * ratio, (k + 1) * ratio),
};

const rowOf = (values: unknown, row: number, channel: number): number[] =>
  (values as Cube)[row]!.map((place) => place[channel]!);

describe("what resample computes", () => {
  test.each([
    [20, 8, "linear"],
    [20, 8, "mean"],
    [20, 60, "linear"],
    [20, 60, "mean"],
    [20, 28, "linear"],
    [20, 20, "mean"],
  ] as const)("from %i Hz to %i Hz by %s", (rate, to, by) => {
    const x = fed(signal({ time: at(rate, 9), channel: 2 }));
    const { values } = apply("resample", { x }, { to, by });
    const expected = table(2, (row) =>
      table(Math.ceil((9 * to) / rate), (k) =>
        table(2, (c) => READINGS[by](rowOf(x.values, row, c), k, rate / to)),
      ),
    );
    expectClose(values, expected, 1e-4);
  });

  test("averages where places become fewer and interpolates where they become more", () => {
    const x = fed(signal({ time: at(20, 9), channel: 2 }));
    const run = (to: number, by?: string) => apply("resample", { x }, { to, ...(by && { by }) }).values;
    expect(run(8)).toEqual(run(8, "mean"));
    expect(run(40)).toEqual(run(40, "linear"));
  });

  test.each(["linear", "mean"] as const)("of a ragged row is that of the row alone, by %s", (by) => {
    const x = fed(signal({ time: { size: 9, rate: 20, ragged: "voice" }, channel: 1 }), { rows: 3 });
    const voice = [9, 4, 1];
    const { values } = apply("resample", { x }, { to: 28, by }, { lengths: { voice } });
    for (const [row, length] of voice.entries()) {
      const own = rowOf(x.values, row, 0).slice(0, length);
      const expected = table(Math.ceil((length * 28) / 20), (k) => READINGS[by](own, k, 20 / 28));
      expectClose(rowOf(values, row, 0).slice(0, expected.length), expected, 1e-4);
    }
  });

  test("finds time where it lies", () => {
    const x = fed(feature({ word: 3, time: at(20, 6) }));
    const { values, type } = apply("resample", { x }, { to: 10 });
    expect(type.axes.map(({ name }) => name)).toEqual(["word", "time"]);
    expectClose(
      values,
      (x.values as Cube).map((row) =>
        row.map((places) => table(3, (k) => average([places[2 * k]!, places[2 * k + 1]!]))),
      ),
    );
  });
});

describe("align", () => {
  const motion = signal({ time: at(100, 12), channel: 2 });

  test("has the time of the other and the rest of its own", () => {
    const to = feature({ time: { size: 4, rate: 25, ragged: "pulse" }, channel: 7 });
    const { type } = judge("align", { x: motion, to });
    expect(type?.axes).toEqual([to.axes[0], motion.axes[1]]);
    expect(type?.kind).toEqual(motion.kind);
  });

  test.each([
    // rate and size of the other, by
    [25, 3, "mean"],
    [25, 6, "mean"],
    [25, 2, "mean"],
    [150, 10, "linear"],
    [150, 25, "linear"],
  ] as const)("reads at the places of %i Hz, %i of them", (rate, size, by) => {
    const x = fed(motion);
    const to = fed(signal({ time: at(rate, size), channel: 1 }), { seed: 2 });
    const { values } = apply("align", { x, to });
    const expected = table(2, (row) =>
      table(size, (k) => table(2, (c) => READINGS[by](rowOf(x.values, row, c), k, 100 / rate))),
    );
    expectClose(values, expected, 1e-4);
  });

  test("holds the last place of a ragged row, and is 0 where a row has none", () => {
    const type = signal({ time: { size: 12, rate: 100, ragged: "motion" }, channel: 2 });
    const x = fed(type, { rows: 3 });
    const to = fed(signal({ time: at(25, 4), channel: 1 }), { rows: 3, seed: 2 });
    const lengths = { motion: [12, 6, 0] };
    const values = apply("align", { x, to }, {}, { lengths }).values as Cube;
    const last = (x.values as Cube)[1]![5]!;
    const pair = (a: Row, b: Row) => a.map((value, c) => (value + b[c]!) / 2);
    const own = (x.values as Cube)[1]!;
    expectClose(values[1]![1]!, pair(own[4]!, own[5]!));
    expectClose(values[1]!.slice(2), [last, last]);
    expectClose(values[2]!, table(4, () => [0, 0]) as Grid);
  });

  test("looks at the type of the other alone", () => {
    const x = fed(motion);
    const [a, b] = [1, 2].map((seed) => {
      const to = fed(signal({ time: at(25, 3), channel: 1 }), { seed });
      return apply("align", { x, to }).values;
    });
    expect(a).toEqual(b);
  });
});
