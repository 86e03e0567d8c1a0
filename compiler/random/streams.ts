/**
 * Which random numbers belong to whom.
 *
 * Every tensor that is drawn has a stream of its own, keyed by the user's seed and the tensor's name, so that adding
 * a layer changes no other layer's numbers. Within a stream the step counts: a draw at a step starts at a
 * counter that no other step comes near, so that a run resumed at step 1,000 draws what it would have drawn.
 *
 *     key     = [low(hash) XOR seed, high(hash)]        hash: 64-bit FNV-1a of the name in UTF-8
 *     counter = [block, step, domain, 0]                block counts up from 0
 *
 * Words are uint32, lowest first. A step has 2^32 blocks of four numbers, that is 2^34 elements, before the block
 * would carry into the step. `domain` keeps initial weights (1) apart from draws within steps (0), also where both
 * have one name.
 */
import type { Counter, Key } from "./philox.ts";

/** Where initial weights are drawn. */
export const INITIAL_COUNTER: Counter = [0, 0, 1, 0];

/** Where the draws of a step start. A step is a 32-bit integer. */
export function stepCounter(step: number): Counter {
  return [0, wordOf(step, "step"), 0, 0];
}

/** The key of the tensor `name` under a user's seed, a 32-bit integer. */
export function streamKey(seed: number, name: string): Key {
  const [low, high] = streamHash(name);
  return [(low ^ wordOf(seed, "seed")) >>> 0, high];
}

/**
 * The 64-bit FNV-1a hash of a name in UTF-8, as words: what a stream's key is before the seed enters.
 *
 * Source: RFC 9923, which also gives test vectors.
 */
export function streamHash(name: string): Key {
  let low = 0x84222325;
  let high = 0xcbf29ce4;
  for (const byte of new TextEncoder().encode(name)) {
    low = (low ^ byte) >>> 0;
    // The prime is 2^40 + 0x1b3.
    const product = low * 0x1b3;
    high = (Math.imul(high, 0x1b3) + Math.floor(product / 2 ** 32) + (low << 8)) >>> 0;
    low = product >>> 0;
  }
  return [low, high];
}

function wordOf(value: number, what: string): number {
  if (Number.isInteger(value) && value >= -(2 ** 31) && value < 2 ** 32) return value >>> 0;
  throw new RangeError(`The ${what} is ${value}, but it must be a whole number of 32 bits.`);
}
