import { batchesAtOnce } from "../../data/batches.ts";
import { type Buffers, bufferBytes, createBuffers } from "../../data/buffers.ts";
import { feedsOf, type Stretch } from "./stretch.ts";

/**
 * Blocks of rows in memory that two threads see: one fills them in turn, the other takes them and gives them back.
 * Plain data, which threads hand to one another.
 */
export interface Ring {
  /** Numbers at the places of {@link AT}. */
  readonly control: Int32Array;
  readonly memory: SharedArrayBuffer;
  /** Batches of a block. */
  readonly batches: number;
}

/** What the numbers of a ring say. */
export const AT = {
  /** Blocks that were filled, and that were given back. */
  filled: 0,
  returned: 1,
  /** Not 0 when no more is to be filled. */
  stopped: 2,
  /** Not 0 when no more will be filled, since something failed. */
  failed: 3,
} as const;

/** Blocks of a ring: one is taken from while others are filled. */
const BLOCKS = 3;

export function createRing(stretch: Stretch): Ring {
  const { size } = stretch;
  const feeds = feedsOf(stretch);
  const batches = batchesAtOnce(feeds, size);
  return {
    control: new Int32Array(new SharedArrayBuffer(Object.keys(AT).length * Int32Array.BYTES_PER_ELEMENT)),
    memory: new SharedArrayBuffer(BLOCKS * bufferBytes(feeds, batches * size)),
    batches,
  };
}

/** The buffers of the blocks, as a thread sees them. */
export function blocksOf({ memory, batches }: Ring, stretch: Stretch): readonly Buffers[] {
  const feeds = feedsOf(stretch);
  const rows = batches * stretch.size;
  const bytes = bufferBytes(feeds, rows);
  return Array.from({ length: BLOCKS }, (_, i) => createBuffers(feeds, rows, memory, i * bytes));
}
