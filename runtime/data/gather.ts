import { bitsOf } from "../files/bytes.ts";
import type { Buffers } from "./buffers.ts";
import { type Bits, copyRows } from "./copy-rows.ts";
import type { FeedRows } from "./feeds.ts";

/** Some neighbouring rows, from the first to behind the last. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Brings rows of some feeds to the beginning of memory for each of them: those at places, or neighbouring ones. */
export type Gather = (into: Buffers["targets"], rows: Uint32Array | Range) => void;

export function createGather(feeds: readonly FeedRows[]): Gather {
  const sources = feeds.map(({ data }): Bits => (data instanceof Uint8Array ? data : bitsOf(data)));
  return (targets, rows) => {
    feeds.forEach(({ width }, i) => {
      const [source, target] = [sources[i]!, targets[i]!];
      if (rows instanceof Uint32Array) copyRows(source, target, width, rows);
      else target.set(source.subarray(rows.from * width, rows.to * width));
    });
  };
}
