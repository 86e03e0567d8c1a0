import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { advance, philoxUniform } from "../../../compiler/random/philox.ts";
import { INITIAL_COUNTER, stepCounter, streamHash, streamKey } from "../../../compiler/random/streams.ts";
import { bitsOf, vectors } from "./vectors.ts";

const seed = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const step = fc.nat(2 ** 31 - 1);

test.each([
  // RFC 9923, test vectors of 64-bit FNV-1a.
  ["", "cbf29ce484222325"],
  ["a", "af63dc4c8601ec8c"],
  ["foobar", "85944171f73967e8"],
])("the hash of %j is the published one", (name, hash) => {
  const [low, high] = streamHash(name);
  expect((BigInt(high) * 2n ** 32n + BigInt(low)).toString(16)).toBe(hash);
});

test.each(vectors.streams)(
  "a TensorFlow graph draws the same for $name at step $step under seed $seed",
  ({ seed, name, step, bits }) => {
    expect(bitsOf(philoxUniform(streamKey(seed, name), stepCounter(step), bits.length))).toEqual(bits);
  },
);

describe("a key", () => {
  test("differs between seeds", () => {
    fc.assert(
      fc.property(fc.string(), seed, seed, (name, a, b) => {
        fc.pre(a !== b);
        expect(streamKey(a, name)).not.toEqual(streamKey(b, name));
      }),
    );
  });

  test("differs between names", () => {
    fc.assert(
      fc.property(seed, fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (s, a, b) => {
        fc.pre(a !== b);
        expect(streamKey(s, a)).not.toEqual(streamKey(s, b));
      }),
    );
  });

  test("takes a seed as signed or as unsigned", () => {
    expect(streamKey(-1, "a")).toEqual(streamKey(0xffffffff, "a"));
  });

  test.each([0.5, Number.NaN, 2 ** 32, -(2 ** 31) - 1])("is refused for the seed %d", (bad) => {
    expect(() => streamKey(bad, "a")).toThrow("whole number of 32 bits");
  });
});

describe("a step", () => {
  test("does not reach the next one within 2^32 elements", () => {
    fc.assert(
      fc.property(step, fc.nat(2 ** 30), (s, block) => {
        const [, word, ...rest] = advance(stepCounter(s), block);
        expect([word, ...rest]).toEqual([s, 0, 0]);
      }),
    );
  });

  test("has a whole counter word for its blocks", () => {
    expect(advance(stepCounter(4), 2 ** 32 - 1)).toEqual([0xffffffff, 4, 0, 0]);
    expect(advance(stepCounter(4), 2 ** 32)).toEqual(stepCounter(5));
  });

  test("never meets the initial weights", () => {
    fc.assert(
      fc.property(step, fc.nat(2 ** 32 - 1), (s, block) => {
        expect(advance(stepCounter(s), block)[2]).not.toBe(INITIAL_COUNTER[2]);
        expect(advance(INITIAL_COUNTER, block)[2]).toBe(1);
      }),
    );
  });

  test("is refused unless it is a whole number", () => {
    expect(() => stepCounter(1.5)).toThrow("The step is 1.5");
  });
});

test("streams and steps do not follow one another", () => {
  const draws = [
    philoxUniform(streamKey(1, "a"), stepCounter(0), 10_000),
    philoxUniform(streamKey(2, "a"), stepCounter(0), 10_000),
    philoxUniform(streamKey(1, "b"), stepCounter(0), 10_000),
    philoxUniform(streamKey(1, "a"), stepCounter(1), 10_000),
    philoxUniform(streamKey(1, "a"), INITIAL_COUNTER, 10_000),
  ];
  for (const [i, a] of draws.entries()) {
    for (const b of draws.slice(i + 1)) {
      // The correlation of unrelated draws has standard deviation 1 / sqrt(10,000).
      expect(Math.abs(correlation(a, b))).toBeLessThan(0.04);
    }
  }
});

function correlation(a: Float32Array, b: Float32Array): number {
  const covariance = a.reduce((sum, x, i) => sum + (x - 0.5) * (b[i]! - 0.5), 0) / a.length;
  return covariance * 12;
}
