import { describe, expect, test } from "vitest";
import { add, expectClose, type Grid, type Row, table } from "../kit/arrays.ts";
import { apply, fed } from "../kit/run.ts";
import { feature, refusal, typeOf, upTo } from "../kit/types.ts";

const [N, M, UNITS] = [4, 3, 5];
const unit = (size: number, at: number) => table(size, (i) => (i === at ? 1 : 0));

/** Where each pair of channels goes, and with which sign: asked with one number of each value at a time. */
function sketched(settings: { units: number; seed?: number }) {
  const pairs = table(N, (n) => table(M, (m) => ({ n, m }))).flat();
  const x = { type: feature({ channel: N }), values: pairs.map(({ n }) => unit(N, n)) };
  const y = { type: feature({ channel: M }), values: pairs.map(({ m }) => unit(M, m)) };
  const rows = apply("compact_bilinear", { x, y }, settings).values as Grid;
  return rows.map((row) => {
    const hits = row.flatMap((value, k) => (value === 0 ? [] : [{ k, sign: value }]));
    expect(hits).toHaveLength(1);
    return hits[0]!;
  });
}

describe("compact_bilinear", () => {
  test("has the units' channels, and refuses axes that differ and too many pairs", () => {
    const x = feature({ word: upTo(6), channel: 4 });
    expect(typeOf("compact_bilinear", { x, y: x }, { units: 9 })).toBe("feature[word: up to 6, channel: 9]");
    expect(refusal("compact_bilinear", { x, y: feature({ channel: 4 }) }, { units: 9 })).toBe(
      "axes_differ at call",
    );
    const wide = feature({ channel: 5000 });
    expect(refusal("compact_bilinear", { x: wide, y: wide }, { units: 9 })).toBe("value_too_large at call");
  });

  test("is the circular convolution of a sketch of each value", () => {
    const pairs = sketched({ units: UNITS });
    const at = (n: number, m: number) => pairs[n * M + m]!;
    for (const n of table(N, (i) => i)) {
      for (const m of table(M, (j) => j)) {
        expect(at(n, m).sign).toBe(at(n, 0).sign * at(0, m).sign * at(0, 0).sign);
        expect(at(n, m).k).toBe((((at(n, 0).k + at(0, m).k - at(0, 0).k) % UNITS) + UNITS) % UNITS);
      }
    }
    // Up to a turn of both that cancels, these are the sketches.
    const left = (x: Row) =>
      table(UNITS, (k) => add(x.map((v, n) => (at(n, 0).k === k ? v * at(n, 0).sign : 0))));
    const right = (y: Row) =>
      table(UNITS, (k) =>
        add(
          y.map((v, m) =>
            (at(0, m).k - at(0, 0).k + UNITS) % UNITS === k ? v * at(0, m).sign * at(0, 0).sign : 0,
          ),
        ),
      );
    const x = fed(feature({ channel: N }), { seed: 1 });
    const y = fed(feature({ channel: M }), { seed: 2 });
    const { values } = apply("compact_bilinear", { x, y }, { units: UNITS });
    expectClose(
      values,
      table(2, (row) => {
        const [a, b] = [left((x.values as Grid)[row]!), right((y.values as Grid)[row]!)];
        return table(UNITS, (k) => add(a.map((v, i) => v * b[(k - i + UNITS) % UNITS]!)));
      }),
    );
  });

  test("draws the same places and signs every time, and others from another seed", () => {
    expect(sketched({ units: 64 })).toEqual(sketched({ units: 64, seed: 0 }));
    expect(sketched({ units: 64 })).not.toEqual(sketched({ units: 64, seed: 1 }));
    const signs = table(8, (seed) => sketched({ units: 64, seed }).map(({ sign }) => sign)).flat();
    expect(new Set(signs)).toEqual(new Set([-1, 1]));
  });

  test("keeps products of values where no two pairs meet", () => {
    const units = 4096;
    const pairs = sketched({ units }).map(({ k }) => k);
    expect(new Set(pairs).size).toBe(N * M);
    const x = fed(feature({ channel: N }), { seed: 1 });
    const y = fed(feature({ channel: M }), { seed: 2 });
    const [a, b] = apply("compact_bilinear", { x, y }, { units }).values as Grid;
    const dot = (left: Row, right: Row) => add(left.map((value, i) => value * right[i]!));
    const [xs, ys] = [x.values as Grid, y.values as Grid];
    expect(dot(a!, b!)).toBeCloseTo(dot(xs[0]!, xs[1]!) * dot(ys[0]!, ys[1]!), 5);
  });
});
