import { closeSync, mkdirSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { failure, messageOf } from "../failure.ts";
import { bytesOf, SIZES } from "../files/bytes.ts";
import { type FeedLayout, rowBytesOf } from "./buffers.ts";
import { allocate, type FeedRows } from "./feeds.ts";
import type { RowsInFile } from "./stored-rows.ts";

/** How bytes reach a file; another one in tests. */
export type WriteBytes = (
  file: number,
  bytes: Uint8Array,
  at: number,
  length: number,
  position: number,
) => number;

let made = 0;

/**
 * Makes a file for rows, which goes away with this process, however that ends: where the system allows it, the file
 * has no name any more once it is open.
 *
 * @throws RuntimeFailure `rows-file-failed`
 */
export function makeRowsFile(folder: string, feeds: readonly FeedLayout[]): RowsInFile {
  const path = join(folder, `rows-${process.pid}-${made++}.bin`);
  try {
    mkdirSync(folder, { recursive: true });
    const file = openSync(path, "wx+");
    rmSync(path, { force: true });
    return { kind: "file", feeds, rows: 0, file, path };
  } catch (error) {
    throw notWritten({ path, feeds, rows: 0 }, error);
  }
}

export const closeRowsFile = ({ file }: RowsInFile): void => closeSync(file);

/**
 * Writes rows of feeds at a place of the file.
 *
 * @param rows which of those that the feeds have
 * @throws RuntimeFailure `rows-file-failed`
 */
export function writeRows(
  to: RowsInFile,
  place: number,
  feeds: readonly FeedRows[],
  rows: Uint32Array,
  write: WriteBytes = writeSync,
): void {
  const width = rowBytesOf(to.feeds);
  const packed = new Uint8Array(rows.length * width);
  let at = 0;
  for (const feed of feeds) {
    const bytes = bytesOf(feed.data);
    const own = feed.width * SIZES[feed.dtype];
    rows.forEach((row, i) => void packed.set(bytes.subarray(row * own, (row + 1) * own), i * width + at));
    at += own;
  }
  try {
    for (let done = 0; done < packed.length; ) {
      const some = write(to.file, packed, done, packed.length - done, place * width + done);
      if (some === 0) throw new Error("nothing more can be written");
      done += some;
    }
  } catch (error) {
    throw notWritten({ ...to, rows: place + rows.length }, error);
  }
}

/** Reads neighbouring rows into feeds, from their beginning on. */
export function readRows(from: RowsInFile, place: number, rows: number, into: readonly FeedRows[]): void {
  const width = rowBytesOf(from.feeds);
  const packed = readBytes(from, place * width, rows * width);
  const targets = into.map(({ data }) => bytesOf(data));
  for (let row = 0; row < rows; row++) unpack(packed, row * width, from.feeds, targets, row);
}

/** Bytes that are read at once, where all rows are. */
const AT_ONCE = 1 << 23;

/** So many rows are brought into memory at once. */
export const rowsAtOnce = (feeds: readonly FeedLayout[]): number =>
  Math.max(1, Math.floor(AT_ONCE / rowBytesOf(feeds)));

/** All rows of one feed. */
export function readFeed(from: RowsInFile, feed: FeedLayout): FeedRows {
  const whole = allocate(feed, from.rows);
  const step = rowsAtOnce(from.feeds);
  const place = from.feeds.findIndex(({ name }) => name === feed.name);
  const some = from.feeds.map((one) => allocate(one, step));
  for (let at = 0; at < from.rows; at += step) {
    const rows = Math.min(step, from.rows - at);
    readRows(from, at, rows, some);
    whole.data.set(some[place]!.data.subarray(0, rows * feed.width), at * feed.width);
  }
  return whole;
}

/** Brings the bytes of one row to their places in the memory of the feeds. */
export function unpack(
  packed: Uint8Array,
  from: number,
  feeds: readonly FeedLayout[],
  targets: readonly Uint8Array[],
  row: number,
): void {
  let at = from;
  feeds.forEach(({ width, dtype }, i) => {
    const own = width * SIZES[dtype];
    targets[i]!.set(packed.subarray(at, at + own), row * own);
    at += own;
  });
}

/**
 * Some bytes of the file.
 *
 * @param packed memory for them
 * @throws RuntimeFailure `rows-file-failed`
 */
export function readBytes(
  { file, path }: RowsInFile,
  from: number,
  length: number,
  packed: Uint8Array = new Uint8Array(length),
): Uint8Array {
  try {
    for (let done = 0; done < length; ) {
      const some = readSync(file, packed, done, length - done, from + done);
      if (some === 0) throw new Error("it ends too early");
      done += some;
    }
    return packed;
  } catch (error) {
    const message = `the decoded rows in ${path} cannot be read: ${messageOf(error)}`;
    const help = "The disk or its file system failed. Continue the run with `fusewire train --resume`.";
    throw failure("rows-file-failed", { message, help }, { cause: error });
  }
}

function notWritten({ path, feeds, rows }: Pick<RowsInFile, "path" | "feeds" | "rows">, error: unknown) {
  const needed = (rows * rowBytesOf(feeds)) / 2 ** 20;
  const message = `the decoded rows do not fit in memory and cannot be written to ${path}: ${messageOf(error)}`;
  const help = `They have ${needed.toFixed(0)} MiB so far. Make room on that disk, or give the run a folder on another one.`;
  return failure("rows-file-failed", { message, help }, { cause: error });
}
