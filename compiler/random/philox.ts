/** Philox 4x32-10, a counter-based generator: Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011. */

/** 64 bits as two uint32 words, the low one first. */
export type Key = readonly [number, number];

/** 128 bits as four uint32 words, the lowest one first. */
export type Counter = readonly [number, number, number, number];

const MULTIPLIER_0 = 0xd2511f53;
const MULTIPLIER_2 = 0xcd9e8d57;
const WEYL_0 = 0x9e3779b9;
const WEYL_1 = 0xbb67ae85;
const ROUNDS = 10;

/** Numbers per block. */
const BLOCK = 4;

/** The upper 32 bits of the 64-bit product of two uint32, by halves: a double cannot hold that product. */
function multiplyHigh(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const low = Math.imul(aLow, bLow) >>> 16;
  const middle = (Math.imul(aHigh, bLow) + low) >>> 0;
  const carry = (Math.imul(aLow, bHigh) + (middle & 0xffff)) >>> 16;
  return (Math.imul(aHigh, bHigh) + (middle >>> 16) + carry) >>> 0;
}

/** Writes the four words that belong to a counter and a key (uint32 words, lowest first) to `out` from `at` on. */
export function philoxBlock([c0, c1, c2, c3]: Counter, [k0, k1]: Key, out: Uint32Array, at = 0): void {
  let [x0, x1, x2, x3, key0, key1] = [c0, c1, c2, c3, k0, k1];
  for (let round = 0; round < ROUNDS; round++) {
    const high0 = multiplyHigh(MULTIPLIER_0, x0);
    const low0 = Math.imul(MULTIPLIER_0, x0);
    const high2 = multiplyHigh(MULTIPLIER_2, x2);
    const low2 = Math.imul(MULTIPLIER_2, x2);
    x0 = high2 ^ x1 ^ key0;
    x1 = low2;
    x2 = high0 ^ x3 ^ key1;
    x3 = low0;
    key0 = (key0 + WEYL_0) | 0;
    key1 = (key1 + WEYL_1) | 0;
  }
  out[at] = x0;
  out[at + 1] = x1;
  out[at + 2] = x2;
  out[at + 3] = x3;
}

/** The counter `blocks` further on, as one 128-bit number; `blocks` is a whole number below 2^53. */
export function advance([c0, c1, c2, c3]: Counter, blocks: number): Counter {
  const sum0 = c0 + (blocks % 2 ** 32);
  const sum1 = c1 + Math.floor(blocks / 2 ** 32) + carryOf(sum0);
  const sum2 = c2 + carryOf(sum1);
  return [sum0 >>> 0, sum1 >>> 0, sum2 >>> 0, (c3 + carryOf(sum2)) >>> 0];
}

function carryOf(sum: number): number {
  return sum >= 2 ** 32 ? 1 : 0;
}

/**
 * `count` numbers in [0, 1), each a multiple of 2^-23.
 *
 * The same bits as TensorFlow's `StatelessRandomUniformV2` for float32 with `alg` 1, whose uint64 `key` [1] and
 * `counter` [2] are these words in order: block `i`, drawn at `counter + i`, fills elements `4i` to `4i + 3`, and
 * a word's lower 23 bits become the mantissa.
 */
export function philoxUniform(key: Key, counter: Counter, count: number): Float32Array {
  const numbers = new Float32Array(count);
  const words = new Uint32Array(BLOCK);
  for (let start = 0; start < count; start += BLOCK) {
    philoxBlock(advance(counter, start / BLOCK), key, words);
    const filled = Math.min(BLOCK, count - start);
    for (let i = 0; i < filled; i++) numbers[start + i] = (words[i]! & 0x7fffff) * 2 ** -23;
  }
  return numbers;
}
