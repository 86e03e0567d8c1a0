import { writeSync } from "node:fs";
import { bitsOf } from "../files/bytes.ts";
import { rowBytesOf } from "./buffers.ts";
import { type Bits, copyRows } from "./copy-rows.ts";
import { allocate, type FeedRows, type FeedSpec, rowsFrom, widthOf } from "./feeds.ts";
import { makeRowsFile, readRows, rowsAtOnce, type WriteBytes, writeRows } from "./rows-file.ts";
import type { StoredRows } from "./stored-rows.ts";

/** Where rows may lie that are too many for memory. */
export interface Room {
  /** Bytes of memory for all rows. */
  readonly memory: number;
  /** The folder of files for more. */
  readonly folder: string;
  /** How bytes are written; in tests another one than the system's. */
  readonly write?: WriteBytes;
}

/** Takes the rows of one split, one after another. */
export interface RowStore {
  /** Adds rows of feeds that are in memory. */
  append(feeds: readonly FeedRows[], rows: Uint32Array): void;
  /** Goes over all rows, some at a time; where `change` says so, what it has done to them is kept. */
  revise(change: (feeds: readonly FeedRows[], rows: number) => boolean): void;
  rows(): number;
  stored(): StoredRows;
}

/** Whether so many rows of these feeds have to lie in a file. */
export function needsFile(specs: readonly FeedSpec[], rows: number, { memory }: Room): boolean {
  const feeds = specs.map((spec) => ({ ...spec, width: widthOf(spec) }));
  return rows * rowBytesOf(feeds) > memory;
}

const bitsIn = (data: FeedRows["data"]): Bits => (data instanceof Uint8Array ? data : bitsOf(data));

/** @param most so many rows at most */
export function memoryStore(specs: readonly FeedSpec[], most: number): RowStore {
  const feeds = specs.map((spec) => allocate(spec, most, { shared: true }));
  let filled = 0;
  const own = (from: number, to: number) => feeds.map((feed) => rowsFrom(feed, from, to));
  return {
    append(given, rows) {
      given.forEach(({ data, width }, i) => {
        const target = feeds[i]!.data.subarray(filled * width);
        copyRows(bitsIn(data), bitsIn(target), width, rows);
      });
      filled += rows.length;
    },
    revise(change) {
      const step = rowsAtOnce(feeds);
      for (let from = 0; from < filled; from += step) {
        const rows = Math.min(step, filled - from);
        change(own(from, from + rows), rows);
      }
    },
    rows: () => filled,
    stored: () => ({ kind: "memory", feeds: own(0, filled) }),
  };
}

/** @throws RuntimeFailure `rows-file-failed`, here and when rows are added */
export function fileStore(specs: readonly FeedSpec[], { folder, write = writeSync }: Room): RowStore {
  const feeds = specs.map((spec) => ({ ...spec, width: widthOf(spec) }));
  const file = makeRowsFile(folder, feeds);
  let filled = 0;
  const stored = () => ({ ...file, rows: filled });
  return {
    append(given, rows) {
      writeRows(file, filled, given, rows, write);
      filled += rows.length;
    },
    revise(change) {
      const step = rowsAtOnce(feeds);
      const some = feeds.map((feed) => allocate(feed, step));
      for (let from = 0; from < filled; from += step) {
        const rows = Math.min(step, filled - from);
        const own = some.map((feed) => rowsFrom(feed, 0, rows));
        readRows(stored(), from, rows, own);
        if (change(own, rows))
          writeRows(
            file,
            from,
            own,
            Uint32Array.from({ length: rows }, (_, i) => i),
            write,
          );
      }
    },
    rows: () => filled,
    stored,
  };
}
