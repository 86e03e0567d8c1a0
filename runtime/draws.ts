import { advance, philoxBlock } from "../compiler/random/philox.ts";
import { stepCounter, streamKey } from "../compiler/random/streams.ts";

/** Draws whole numbers from 0 to `below - 1`, all equally likely; `below` is at most 2^21 for exactly that. */
export type Draw = (below: number) => number;

/** Blocks of four words that are made at a time. */
const BLOCKS = 64;
const WORDS = 4;

/**
 * The numbers of a stream at a step: the same for the same seed, name and step on every machine, and independent of
 * those of any other. Names here begin with a colon, which no tensor's does.
 */
export function createDraw(seed: number, stream: `:${string}`, step = 0): Draw {
  const key = streamKey(seed, stream);
  const start = stepCounter(step);
  const words = new Uint32Array(BLOCKS * WORDS);
  let block = 0;
  let next = words.length;
  return (below) => {
    if (next === words.length) {
      for (let i = 0; i < BLOCKS; i++) philoxBlock(advance(start, block++), key, words, i * WORDS);
      next = 0;
    }
    return Math.floor((words[next++]! * below) / 2 ** 32);
  };
}

/** The numbers from 0 to `length - 1` in an order drawn anew: the shuffle of Fisher and Yates. */
export function permutation(length: number, draw: Draw): Uint32Array {
  const order = Uint32Array.from({ length }, (_, i) => i);
  for (let last = length - 1; last > 0; last--) {
    const other = draw(last + 1);
    const moved = order[last]!;
    order[last] = order[other]!;
    order[other] = moved;
  }
  return order;
}
