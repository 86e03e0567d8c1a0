import { describe, expect, test } from "vitest";
import { average, type Cube, expectClose, type Nested, type Row } from "../kit/arrays.ts";
import { apply, fed } from "../kit/run.ts";
import { feature, signal, typeOf } from "../kit/types.ts";

const mean = (xs: Row) => average(xs);
const variance = (xs: Row) => average(xs.map((x) => (x - mean(xs)) ** 2));

describe("standardise", () => {
  test("keeps the axes and says that the scale is known", () => {
    expect(typeOf("standardise", { x: signal({ time: 4, channel: 2 }) })).toBe(
      "signal[time: 4, channel: 2] standardised",
    );
    expect(() => typeOf("standardise", { x: feature({ channel: 2 }) })).toThrow("does not take feature");
  });

  test("uses what was gathered before, outside of training, and leaves it as it is", () => {
    const x = fed(signal({ channel: 2 }));
    const { values, before, after } = apply("standardise", { x });
    const [means, variances] = [before.mean as Row, before.variance as Row];
    expectClose(
      values,
      (x.values as Cube as unknown as readonly Row[]).map((row) =>
        row.map((value, c) => (value - means[c]!) / Math.sqrt(variances[c]! + 1e-6)),
      ),
    );
    expect(Object.keys(after).sort()).toEqual(["count", "mean", "variance"]);
    expectClose(after.mean!, before.mean!);
  });

  /** Runs batch after batch, each starting from what the last has gathered. */
  function gather(
    batches: readonly { readonly values: Nested; readonly rows: number; readonly presence?: Row }[],
  ) {
    let state: Record<string, Nested> = { count: 0, mean: [0], variance: [1] };
    for (const { values, presence } of batches) {
      const type = signal(
        { time: { size: 3, ragged: "voice" }, channel: 1 },
        presence && { presence: "optional" },
      );
      const x = { type, values, ...(presence && { presence }) };
      const options = { training: true, lengths: { voice: [3, 2, 1] }, statistics: state };
      state = apply("standardise", { x }, {}, options).after;
    }
    return state;
  }

  test("gathers over batches what all numbers together have, padding and absent rows left out", () => {
    const type = signal({ time: 3, channel: 1 });
    const a = fed(type, { rows: 3, seed: 1 }).values as Cube;
    const b = fed(type, { rows: 3, seed: 2, shift: 4 }).values as Cube;
    const numbers = (batch: Cube, rows: readonly number[]) =>
      rows.flatMap((row) => batch[row]!.slice(0, 3 - row).flat());
    const state = gather([
      { values: a, rows: 3 },
      { values: b, rows: 3, presence: [1, 0, 1] },
    ]);
    const all = [...numbers(a, [0, 1, 2]), ...numbers(b, [0, 2])];
    expectClose(state.count!, all.length);
    expectClose(state.mean!, [mean(all)]);
    expectClose(state.variance!, [variance(all)]);
  });

  test("gathers nothing from a batch in which nothing is", () => {
    const values = fed(signal({ time: 3, channel: 1 }), { rows: 3 }).values;
    const first = gather([{ values, rows: 3 }]);
    const then = gather([
      { values, rows: 3 },
      { values, rows: 3, presence: [0, 0, 0] },
    ]);
    expectClose(then.mean!, first.mean!);
    expectClose(then.variance!, first.variance!);
  });
});
