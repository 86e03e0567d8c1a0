import { advance, philoxBlock } from "./random/philox.ts";
import { stepCounter, streamKey } from "./random/streams.ts";

const WORDS = 4;

/** The order of the rows in an epoch (from 0): the shuffle of Fisher and Yates, drawn anew for each from the seed. */
export function epochOrder(seed: number, epoch: number, rows: number): Uint32Array {
  const key = streamKey(seed, ":order");
  const start = stepCounter(epoch);
  const words = new Uint32Array(WORDS);
  const order = Uint32Array.from({ length: rows }, (_, i) => i);
  for (let last = rows - 1, drawn = 0; last > 0; last--, drawn++) {
    if (drawn % WORDS === 0) philoxBlock(advance(start, drawn / WORDS), key, words);
    const other = Math.floor(((words[drawn % WORDS] ?? 0) * (last + 1)) / 2 ** 32);
    const moved = order[last] ?? 0;
    order[last] = order[other] ?? 0;
    order[other] = moved;
  }
  return order;
}
