import { bytesOf } from "../files/bytes.ts";
import { type Batches, createBatchesWith } from "./batches.ts";
import { rowBytesOf } from "./buffers.ts";
import { createGather, type Gather } from "./gather.ts";
import { readBytes, unpack } from "./rows-file.ts";
import type { RowsInFile, StoredRows } from "./stored-rows.ts";

/** Gathers rows whose feeds lie in several places, one behind another. */
export function createStoredGather(parts: readonly StoredRows[]): Gather {
  let first = 0;
  const gathers = parts.map((part) => {
    const from = first;
    first += part.feeds.length;
    return { gather: part.kind === "memory" ? createGather(part.feeds) : fromFile(part), from, to: first };
  });
  return (targets, rows) => {
    for (const { gather, from, to } of gathers) gather(targets.slice(from, to), rows);
  };
}

/** Buffers for batches of up to `size` rows of stored feeds. */
export const storedBatches = (parts: readonly StoredRows[], size: number): Batches =>
  createBatchesWith(
    createStoredGather(parts),
    parts.flatMap(({ feeds }) => feeds),
    size,
  );

function fromFile(part: RowsInFile): Gather {
  const { feeds } = part;
  const width = rowBytesOf(feeds);
  const packed = new Uint8Array(width);
  return (targets, rows) => {
    const bytes = targets.map(bytesOf);
    const count = rows instanceof Uint32Array ? rows.length : rows.to - rows.from;
    for (let i = 0; i < count; i++) {
      const place = rows instanceof Uint32Array ? rows[i]! : rows.from + i;
      readBytes(part, place * width, width, packed);
      unpack(packed, 0, feeds, bytes, i);
    }
  };
}
