import type { HostTensors } from "../engine/engine.ts";
import { createBuffers, type FeedLayout, rowBytesOf } from "./buffers.ts";
import type { FeedRows } from "./feeds.ts";
import { createGather, type Gather } from "./gather.ts";

/**
 * Gathers rows into tensors whose memory is used again: a batch is valid until the next one. The rows and an order are
 * read ahead, so they stay as they are while batches are gathered from them.
 */
export interface Batches {
  /** The rows `order[from]`, …, `order[from + count - 1]`; rows `from`, …, where no order is given. */
  gather(from: number, count: number, order?: Uint32Array): HostTensors;
}

/**
 * Bytes that are gathered at once: what runs between two steps runs on a cold processor, and costs several times as
 * much there.
 */
const AHEAD = 1 << 18;

/** So many batches are gathered at once. */
export const batchesAtOnce = (feeds: Parameters<typeof rowBytesOf>[0], size: number): number =>
  Math.max(1, Math.floor(AHEAD / (size * rowBytesOf(feeds))));

/** The rows that stand in the buffers. */
interface Held {
  readonly order: Uint32Array | undefined;
  readonly from: number;
  readonly to: number;
}

/** Buffers for batches of up to `size` rows of some feeds. */
export const createBatches = (feeds: readonly FeedRows[], size: number): Batches =>
  createBatchesWith(createGather(feeds), feeds, size);

/** The same for feeds whose rows are gathered in another way. */
export function createBatchesWith(gather: Gather, feeds: readonly FeedLayout[], size: number): Batches {
  const ahead = batchesAtOnce(feeds, size);
  const buffers = createBuffers(feeds, ahead * size);
  /** All batches of an epoch but the last have one size. */
  const full = Array.from({ length: ahead }, (_, i) => buffers.tensors(i * size, size));

  let held: Held | undefined;

  return {
    gather(from, count, order) {
      const to = from + count;
      if (held === undefined || held.order !== order || from < held.from || to > held.to) {
        held = { order, from, to: Math.max(to, Math.min(from + ahead * size, order?.length ?? 0)) };
        gather(buffers.targets, order === undefined ? held : order.subarray(from, held.to));
      }
      const start = from - held.from;
      return count === size && start % size === 0 ? full[start / size]! : buffers.tensors(start, count);
    },
  };
}
