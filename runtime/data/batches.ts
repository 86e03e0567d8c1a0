import type { HostTensor, HostTensors } from "../engine/engine.ts";
import { bitsOf, type NumberArray } from "../files/bytes.ts";
import type { FeedRows } from "./feeds.ts";

/**
 * Gathers rows into tensors whose memory is used again: a batch is valid until the next one. The rows and an order are
 * read ahead, so they stay as they are while batches are gathered from them.
 */
export interface Batches {
  /** The rows `order[from]`, …, `order[from + count - 1]`; rows `from`, …, where no order is given. */
  gather(from: number, count: number, order?: Uint32Array): HostTensors;
}

/** Rows at least so wide are copied by one call each; below, its cost is larger than that of the numbers. */
const WIDE = 64;

/**
 * Bytes that are gathered at once: what runs between two steps runs on a cold processor, and costs several times as
 * much there.
 */
const AHEAD = 1 << 18;

/** Narrow rows that are fetched at the same time. */
const BLOCK = 64;
/** Numbers in a line of the processor's cache. */
const LINE = 16;

/** A feed, and the memory into which its rows are gathered. */
interface Buffer {
  readonly feed: FeedRows;
  readonly source: Int32Array | Uint8Array;
  readonly target: Int32Array | Uint8Array;
}

/** The rows that stand in the buffers. */
interface Held {
  readonly order: Uint32Array | undefined;
  readonly from: number;
  readonly to: number;
}

/**
 * Buffers for batches of up to `size` rows of some feeds, in the form in which models take them: float32 as the
 * int32 of its bits, uint8 as one byte string, int32 as it is.
 */
export function createBatches(feeds: readonly FeedRows[], size: number): Batches {
  const rowBytes = feeds.reduce((sum, { width, data }) => sum + width * data.BYTES_PER_ELEMENT, 0);
  const ahead = Math.max(1, Math.floor(AHEAD / (size * rowBytes)));
  const buffers = feeds.map((feed) => bufferOf(feed, ahead * size));
  const tensorsOf = (start: number, count: number): HostTensors =>
    Object.fromEntries(buffers.map((buffer) => [buffer.feed.name, tensor(buffer, start, count)]));
  /** All batches of an epoch but the last have one size. */
  const full = Array.from({ length: ahead }, (_, i) => tensorsOf(i * size, size));

  let held: Held | undefined;

  return {
    gather(from, count, order) {
      const to = from + count;
      if (held === undefined || held.order !== order || from < held.from || to > held.to) {
        held = { order, from, to: Math.max(to, Math.min(from + ahead * size, order?.length ?? 0)) };
        for (const buffer of buffers) copyRows(buffer, held);
      }
      const start = from - held.from;
      return count === size && start % size === 0 ? full[start / size]! : tensorsOf(start, count);
    },
  };
}

function bufferOf(feed: FeedRows, rows: number): Buffer {
  // The bits of floats are copied, so that not even a NaN changes on its way.
  const source = feed.data instanceof Uint8Array ? feed.data : bitsOf(feed.data);
  const length = rows * feed.width;
  return {
    feed,
    source,
    target: source instanceof Uint8Array ? new Uint8Array(length) : new Int32Array(length),
  };
}

/** The tensor of `count` rows that stand in the buffer from `start` on. */
function tensor({ feed: { shape, width }, target }: Buffer, start: number, count: number): HostTensor {
  if (target instanceof Int32Array) {
    const data = target.subarray(start * width, (start + count) * width);
    return { dtype: "int32", shape: [count, ...shape], data };
  }
  return { dtype: "string", shape: [], data: [target.subarray(start * width, (start + count) * width)] };
}

function copyRows({ feed: { width }, source, target }: Buffer, { from, to, order }: Held): void {
  if (order === undefined) target.set(source.subarray(from * width, to * width));
  else if (width >= WIDE) copyWide(source, target, width, order.subarray(from, to));
  else copyNarrow(source, target, width, order.subarray(from, to));
}

function copyWide(source: NumberArray, target: NumberArray, width: number, rows: Uint32Array): void {
  for (let i = 0; i < rows.length; i++) {
    const start = rows[i]! * width;
    target.set(source.subarray(start, start + width), i * width);
  }
}

/**
 * Rows in a shuffled order are rarely in the processor's cache. Reading one number of each line of many rows, before any
 * is copied, has them fetched at the same time instead of one after another.
 */
function copyNarrow(source: NumberArray, target: NumberArray, width: number, rows: Uint32Array): void {
  for (let from = 0; from < rows.length; from += BLOCK) {
    const block = rows.subarray(from, from + BLOCK);
    fetched = fetchRows(source, width, block) || fetched;
    copyBlock(source, target, width, block, from * width);
  }
}

/** Four numbers at a time: between numbers copied one by one, counting them is half of the work. */
function copyBlock(source: NumberArray, target: NumberArray, width: number, rows: Uint32Array, to: number) {
  let at = to;
  for (let i = 0; i < rows.length; i++) {
    const end = (rows[i]! + 1) * width;
    let from = end - width;
    for (; from + 4 <= end; from += 4, at += 4) {
      target[at] = source[from]!;
      target[at + 1] = source[from + 1]!;
      target[at + 2] = source[from + 2]!;
      target[at + 3] = source[from + 3]!;
    }
    for (; from < end; from++, at++) target[at] = source[from]!;
  }
}

/** What was read ahead; it is kept so that no compiler leaves the reading out. */
let fetched = 0;

function fetchRows(source: NumberArray, width: number, rows: Uint32Array): number {
  let read = 0;
  for (let i = 0; i < rows.length; i++) {
    const end = (rows[i]! + 1) * width;
    for (let j = end - width; j < end; j += LINE) read ^= source[j]!;
    read ^= source[end - 1]!;
  }
  return read;
}
