import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  advance,
  type Counter,
  type Key,
  philoxBlock,
  philoxUniform,
} from "../../../compiler/random/philox.ts";
import { bitsOf, vectors } from "./vectors.ts";

const word = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const key = fc.tuple(word, word);
const counter = fc.tuple(word, word, word, word);

const asBigInt = (words: readonly number[]) => words.reduceRight((sum, w) => (sum << 32n) | BigInt(w), 0n);

function blockOf(at: Counter, key: Key): number[] {
  const words = new Uint32Array(4);
  philoxBlock(at, key, words);
  return [...words];
}

/** The rounds as the paper writes them, with 64-bit products. */
function blockByProducts(at: Counter, [k0, k1]: Key): number[] {
  let x = at.map(BigInt);
  const mask = 0xffffffffn;
  for (let round = 0n; round < 10n; round++) {
    const p = 0xd2511f53n * x[0]!;
    const q = 0xcd9e8d57n * x[2]!;
    const r0 = (BigInt(k0) + round * 0x9e3779b9n) & mask;
    const r1 = (BigInt(k1) + round * 0xbb67ae85n) & mask;
    x = [(q >> 32n) ^ x[1]! ^ r0, q & mask, (p >> 32n) ^ x[3]! ^ r1, p & mask];
  }
  return x.map(Number);
}

describe("a block", () => {
  const ONES = 0xffffffff;
  // The lines `philox4x32 10` of Random123's kat_vectors.
  test.each<[string, Counter, Key, number[]]>([
    ["zeros", [0, 0, 0, 0], [0, 0], [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]],
    ["ones", [ONES, ONES, ONES, ONES], [ONES, ONES], [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd]],
    [
      "digits of pi",
      [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
      [0xa4093822, 0x299f31d0],
      [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
    ],
  ])("has the published value for %s", (_, at, key, expected) => {
    expect(blockOf(at, key)).toEqual(expected);
  });

  test("is what 64-bit products give", () => {
    fc.assert(
      fc.property(counter, key, (at, k) => {
        expect(blockOf(at, k)).toEqual(blockByProducts(at, k));
      }),
    );
  });

  test("goes where it is told", () => {
    const words = new Uint32Array(6).fill(1);
    philoxBlock([0, 0, 0, 0], [0, 0], words, 1);
    expect([...words]).toEqual([1, 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8, 1]);
  });
});

test("a counter advances as one number of 128 bits", () => {
  fc.assert(
    fc.property(counter, fc.maxSafeNat(), (at, blocks) => {
      expect(asBigInt(advance(at, blocks))).toBe((asBigInt(at) + BigInt(blocks)) % 2n ** 128n);
    }),
    { examples: [[[0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff], 1]] },
  );
});

describe("uniform numbers", () => {
  test.each(vectors.small)("are TensorFlow's for key $key at $counter", ({ key, counter, bits }) => {
    expect(bitsOf(philoxUniform(key, counter, bits.length))).toEqual(bits);
  });

  test.each(vectors.large)("are TensorFlow's for $count of them", ({ key, counter, count, sha256 }) => {
    const bytes = new Uint8Array(philoxUniform(key, counter, count).buffer);
    expect(createHash("sha256").update(bytes).digest("hex")).toBe(sha256);
  });

  test("drawn in two parts are those drawn at once", () => {
    fc.assert(
      fc.property(key, counter, fc.nat(50), fc.nat(50), (k, at, blocks, rest) => {
        const whole = philoxUniform(k, at, 4 * blocks + rest);
        expect(whole.slice(0, 4 * blocks)).toEqual(philoxUniform(k, at, 4 * blocks));
        expect(whole.slice(4 * blocks)).toEqual(philoxUniform(k, advance(at, blocks), rest));
      }),
    );
  });

  test("lie in [0, 1) and are spread evenly", () => {
    fc.assert(
      fc.property(key, counter, (k, at) => {
        const numbers = philoxUniform(k, at, 20_000);
        const counts = new Array<number>(20).fill(0);
        expect(numbers.every((u) => u >= 0 && u < 1)).toBe(true);
        for (const u of numbers) counts[Math.floor(u * 20)]!++;
        // Chi-squared with 19 degrees of freedom exceeds 63 once in a million.
        const chiSquared = counts.reduce((sum, n) => sum + (n - 1000) ** 2 / 1000, 0);
        expect(chiSquared).toBeLessThan(63);
      }),
      { numRuns: 30, seed: 1 },
    );
  });
});
