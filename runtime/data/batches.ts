import type { HostTensor, HostTensors } from "../engine/engine.ts";
import { bitsOf, type NumberArray } from "../files/bytes.ts";
import type { FeedRows } from "./feeds.ts";

/** Gathers rows into tensors that are used again for every batch: a batch is valid until the next one. */
export interface Batches {
  /** The rows `order[from]`, …, `order[from + count - 1]`; rows `from`, …, where no order is given. */
  gather(from: number, count: number, order?: Uint32Array): HostTensors;
}

/** Rows at least so wide are copied by one call each; below, its cost is larger than that of the numbers. */
const WIDE = 32;

/**
 * Buffers for batches of up to `size` rows of some feeds, in the form in which models take them: float32 as the
 * int32 of its bits, uint8 as one byte string, int32 as it is.
 */
export function createBatches(feeds: readonly FeedRows[], size: number): Batches {
  const buffers = feeds.map((feed) => {
    // The bits of floats are copied, so that not even a NaN changes on its way.
    const source = feed.data instanceof Uint8Array ? feed.data : bitsOf(feed.data);
    const target =
      source instanceof Uint8Array ? new Uint8Array(size * feed.width) : new Int32Array(size * feed.width);
    return { feed, source, target };
  });
  const tensorsOf = (count: number): HostTensors =>
    Object.fromEntries(buffers.map(({ feed, target }) => [feed.name, tensor(feed, target, count)]));
  // All batches of an epoch but the last have one size.
  const full = tensorsOf(size);
  let last = { count: size, tensors: full };

  return {
    gather(from, count, order) {
      for (const { feed, source, target } of buffers)
        copyRows(source, target, feed.width, from, count, order);
      if (count === size) return full;
      if (count !== last.count) last = { count, tensors: tensorsOf(count) };
      return last.tensors;
    },
  };
}

function tensor({ shape, width }: FeedRows, target: Int32Array | Uint8Array, count: number): HostTensor {
  if (target instanceof Int32Array) {
    return { dtype: "int32", shape: [count, ...shape], data: target.subarray(0, count * width) };
  }
  return { dtype: "string", shape: [], data: [target.subarray(0, count * width)] };
}

function copyRows(
  source: NumberArray,
  target: NumberArray,
  width: number,
  from: number,
  count: number,
  order: Uint32Array | undefined,
): void {
  if (order === undefined) {
    target.set(source.subarray(from * width, (from + count) * width));
    return;
  }
  let at = 0;
  for (let i = 0; i < count; i++) {
    const start = order[from + i]! * width;
    if (width >= WIDE) {
      target.set(source.subarray(start, start + width), at);
      at += width;
    } else {
      for (let j = 0; j < width; j++) target[at++] = source[start + j]!;
    }
  }
}
