import type { HostTensor, HostTensors } from "../engine/engine.ts";
import { SIZES } from "../files/bytes.ts";
import type { Bits } from "./copy-rows.ts";
import type { FeedRows } from "./feeds.ts";

/** A feed without its rows. */
export type FeedLayout = Omit<FeedRows, "data">;

/** Bytes of a row of all feeds together. */
export const rowBytesOf = (feeds: readonly FeedLayout[]): number =>
  feeds.reduce((sum, { width, dtype }) => sum + width * SIZES[dtype], 0);

/** Memory into which rows of some feeds are gathered. */
export interface Buffers {
  /** In the order of the feeds. */
  readonly targets: readonly Bits[];
  /**
   * The tensors of `count` rows that stand there from `start` on, in the form in which models take them: float32 as
   * the int32 of its bits, uint8 as one byte string, int32 as it is.
   */
  tensors(start: number, count: number): HostTensors;
}

/** Bytes that the buffers for so many rows take. */
export const bufferBytes = (feeds: readonly FeedLayout[], rows: number): number =>
  feeds.reduce((sum, { width, dtype }) => sum + aligned(rows * width * SIZES[dtype]), 0);

/** So that numbers of four bytes may follow. */
const aligned = (bytes: number): number => Math.ceil(bytes / 8) * 8;

/** Buffers for up to `rows` rows of some feeds, in memory of their own or in what is given, from `offset` on. */
export function createBuffers(
  feeds: readonly FeedLayout[],
  rows: number,
  memory: ArrayBufferLike = new ArrayBuffer(bufferBytes(feeds, rows)),
  offset = 0,
): Buffers {
  let at = offset;
  const targets = feeds.map(({ width, dtype }): Bits => {
    const from = at;
    at += aligned(rows * width * SIZES[dtype]);
    const place = [memory, from, rows * width] as const;
    return dtype === "uint8" ? new Uint8Array(...place) : new Int32Array(...place);
  });
  return {
    targets,
    tensors: (start, count) =>
      Object.fromEntries(feeds.map((feed, i) => [feed.name, tensorOf(feed, targets[i]!, start, count)])),
  };
}

function tensorOf({ shape, width }: FeedLayout, target: Bits, start: number, count: number): HostTensor {
  if (target instanceof Int32Array) {
    const data = target.subarray(start * width, (start + count) * width);
    return { dtype: "int32", shape: [count, ...shape], data };
  }
  return { dtype: "string", shape: [], data: [target.subarray(start * width, (start + count) * width)] };
}
