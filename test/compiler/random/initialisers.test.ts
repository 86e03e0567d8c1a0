import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  standardNormal,
  standardTruncatedNormal,
  TRUNCATED_STDDEV,
} from "../../../compiler/random/distributions.ts";
import { fansOf } from "../../../compiler/random/fans.ts";
import { INITIALISERS, type Initialiser, initialise } from "../../../compiler/random/initialisers.ts";
import type { Key } from "../../../compiler/random/philox.ts";
import { INITIAL_COUNTER, stepCounter, streamKey } from "../../../compiler/random/streams.ts";
import { vectors } from "./vectors.ts";

const KEY = streamKey(7, "sight/conv_1/kernel");
const KERNEL = [3, 3, 64, 128];

const key = fc.tuple(fc.nat(2 ** 31 - 1), fc.string()).map(([seed, name]) => streamKey(seed, name));
const shape = fc.array(fc.integer({ min: 1, max: 6 }), { maxLength: 4 });

/** One of each kind. */
const EVERY: readonly Initialiser[] = [
  { kind: "zeros" },
  { kind: "ones" },
  { kind: "constant", value: 0.25 },
  { kind: "uniform", low: -0.05, high: 0.05 },
  { kind: "normal", stddev: 0.02 },
  { kind: "truncated_normal", stddev: 0.02 },
  { kind: "glorot_uniform" },
  { kind: "glorot_normal" },
  { kind: "he_uniform" },
  { kind: "he_normal" },
  { kind: "lecun_uniform" },
  { kind: "lecun_normal" },
  { kind: "orthogonal" },
];

function moments(numbers: Float32Array) {
  const mean = numbers.reduce((a, b) => a + b, 0) / numbers.length;
  const variance = numbers.reduce((a, b) => a + (b - mean) ** 2, 0) / numbers.length;
  const fourth = numbers.reduce((a, b) => a + (b - mean) ** 4, 0) / numbers.length;
  return { mean, variance, kurtosis: fourth / variance ** 2 };
}

test.each(vectors.fans)("the fans of [$shape] are Keras's", ({ shape, ...fans }) => {
  expect(fansOf(shape)).toEqual(fans);
});

describe("normal numbers", () => {
  test.each(vectors.normal)("are TensorFlow's for key $key", ({ key, counter, numbers }) => {
    const drawn = standardNormal(key, counter, numbers.length);
    expect(drawn).toHaveLength(numbers.length);
    drawn.forEach((x, i) => {
      expect(x).toBeCloseTo(numbers[i]!, 5);
    });
  });

  test("have mean 0, variance 1 and kurtosis 3", () => {
    fc.assert(
      fc.property(key, (k) => {
        const { mean, variance, kurtosis } = moments(standardNormal(k, stepCounter(0), 40_000));
        // Five standard errors each: sqrt(1/n), sqrt(2/n), sqrt(24/n).
        expect(Math.abs(mean)).toBeLessThan(0.025);
        expect(Math.abs(variance - 1)).toBeLessThan(0.036);
        expect(Math.abs(kurtosis - 3)).toBeLessThan(0.123);
      }),
      { numRuns: 20, seed: 1 },
    );
  });

  test("within two standard deviations are left in their order when cut off", () => {
    fc.assert(
      fc.property(key, fc.nat(6000), (k, count) => {
        const wide = standardNormal(k, INITIAL_COUNTER, 16_384).filter((z) => Math.abs(z) <= 2);
        expect(standardTruncatedNormal(k, INITIAL_COUNTER, count)).toEqual(wide.slice(0, count));
      }),
      { numRuns: 10 },
    );
  });

  test("cut off have the standard deviation that the density gives", () => {
    // Var = 1 - 4 φ(2) / (Φ(2) - Φ(-2)), the integral by Simpson's rule.
    const density = (z: number) => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
    let mass = 0;
    for (let i = 0; i <= 4000; i++)
      mass += density(-2 + i / 1000) * (i % 4000 === 0 ? 1 : i % 2 === 1 ? 4 : 2);
    mass /= 3000;
    expect(TRUNCATED_STDDEV).toBeCloseTo(Math.sqrt(1 - (4 * density(2)) / mass), 12);
  });
});

describe("every initialiser", () => {
  test("is tried here", () => {
    expect(EVERY.map((i) => i.kind).sort()).toEqual(Object.keys(INITIALISERS).sort());
    for (const [kind, record] of Object.entries(INITIALISERS)) expect(record.name).toBe(kind);
  });

  test.each(EVERY)("$kind fills any shape, the same way every time", (initialiser) => {
    fc.assert(
      fc.property(shape, key, (s, k) => {
        const values = initialise(initialiser, s, k);
        expect(values).toHaveLength(s.reduce((a, b) => a * b, 1));
        expect(values.every(Number.isFinite)).toBe(true);
        expect(initialise(initialiser, s, k)).toEqual(values);
      }),
    );
  });

  test.each(EVERY.slice(3))("$kind draws other numbers for another key", (initialiser) => {
    const other: Key = streamKey(8, "sight/conv_1/kernel");
    expect(initialise(initialiser, [8, 8], other)).not.toEqual(initialise(initialiser, [8, 8], KEY));
  });
});

test.each<[Initialiser, number]>([
  [{ kind: "zeros" }, 0],
  [{ kind: "ones" }, 1],
  [{ kind: "constant", value: -3.5 }, -3.5],
])("%o is the same everywhere", (initialiser, value) => {
  expect([...initialise(initialiser, [2, 3], KEY)]).toEqual([value, value, value, value, value, value]);
});

describe("the spread", () => {
  const receptive = 9;
  const fanIn = receptive * 64;
  const fanOut = receptive * 128;

  test.each<[Initialiser, number]>([
    [{ kind: "uniform", low: -0.5, high: 0.5 }, 1 / 12],
    [{ kind: "glorot_uniform" }, 2 / (fanIn + fanOut)],
    [{ kind: "he_uniform" }, 2 / fanIn],
    [{ kind: "lecun_uniform" }, 1 / fanIn],
  ])("of %o is even, with that variance and no more than its limit", (initialiser, expected) => {
    const values = initialise(initialiser, KERNEL, KEY);
    const { mean, variance, kurtosis } = moments(values);
    const limit = Math.sqrt(3 * expected);
    expect(values.every((x) => Math.abs(x) <= Math.fround(limit))).toBe(true);
    expect(Math.max(...values.subarray(0, 10_000)) / limit).toBeGreaterThan(0.99);
    expect(Math.abs(mean) / limit).toBeLessThan(0.01);
    expect(variance / expected).toBeCloseTo(1, 1.5);
    expect(kurtosis).toBeCloseTo(1.8, 1);
  });

  test.each<[Initialiser, number]>([
    [{ kind: "truncated_normal", stddev: 0.5 }, (0.5 * TRUNCATED_STDDEV) ** 2],
    [{ kind: "glorot_normal" }, 2 / (fanIn + fanOut)],
    [{ kind: "he_normal" }, 2 / fanIn],
    [{ kind: "lecun_normal" }, 1 / fanIn],
  ])("of %o is a bell cut off at two standard deviations, with that variance", (initialiser, expected) => {
    const values = initialise(initialiser, KERNEL, KEY);
    const { mean, variance, kurtosis } = moments(values);
    const limit = (2 * Math.sqrt(expected)) / TRUNCATED_STDDEV;
    expect(values.every((x) => Math.abs(x) <= Math.fround(limit))).toBe(true);
    expect(Math.abs(mean) / limit).toBeLessThan(0.01);
    expect(variance / expected).toBeCloseTo(1, 1.5);
    expect(kurtosis).toBeCloseTo(2.37, 1);
  });

  test("of a normal one follows `stddev` and has tails", () => {
    const values = initialise({ kind: "normal", stddev: 0.02 }, [300, 300], KEY);
    expect(Math.sqrt(moments(values).variance)).toBeCloseTo(0.02, 4);
    const beyond = values.filter((x) => Math.abs(x) > 0.04).length / values.length;
    expect(beyond).toBeCloseTo(0.0455, 2);
  });
});

describe("an orthogonal matrix", () => {
  test.each([[[40, 40]], [[50, 20]], [[20, 50]], [[3, 3, 4, 10]], [[5]]])(
    "of shape %j has columns, or rows, of length 1 at right angles",
    (shape) => {
      const columns = shape.at(-1)!;
      const rows = shape.reduce((a, b) => a * b, 1) / columns;
      const q = initialise({ kind: "orthogonal" }, shape, KEY);
      const wide = rows < columns;
      const count = wide ? rows : columns;
      const at = (vector: number, i: number) => q[wide ? vector * columns + i : i * columns + vector]!;
      for (let a = 0; a < count; a++) {
        for (let b = 0; b <= a; b++) {
          let dot = 0;
          for (let i = 0; i < (wide ? columns : rows); i++) dot += at(a, i) * at(b, i);
          expect(dot).toBeCloseTo(a === b ? 1 : 0, 5);
        }
      }
    },
  );

  test("turns its normal numbers into a triangle with a positive diagonal", () => {
    const n = 30;
    const drawn = standardNormal(KEY, INITIAL_COUNTER, n * n);
    const q = initialise({ kind: "orthogonal" }, [n, n], KEY);
    for (let row = 0; row < n; row++) {
      for (let column = 0; column <= row; column++) {
        let entry = 0;
        for (let i = 0; i < n; i++) entry += q[i * n + row]! * drawn[i * n + column]!;
        if (column < row) expect(entry).toBeCloseTo(0, 5);
        else expect(entry).toBeGreaterThan(0);
      }
    }
  });
});
