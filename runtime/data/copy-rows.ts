/** Numbers as they are copied: the bits of floats, so that not even a NaN changes on its way. */
export type Bits = Int32Array | Uint8Array;

/** Rows at least so wide are copied by one call each; below, its cost is larger than that of the numbers. */
const WIDE = 64;
/** Narrow rows that are fetched at the same time. */
const BLOCK = 64;
/** Numbers in a line of the processor's cache. */
const LINE = 16;

/** Copies rows of `width` numbers, in the order of their places. */
export function copyRows(source: Bits, target: Bits, width: number, rows: Uint32Array): void {
  if (width >= WIDE) copyWide(source, target, width, rows);
  else copyNarrow(source, target, width, rows);
}

function copyWide(source: Bits, target: Bits, width: number, rows: Uint32Array): void {
  for (let i = 0; i < rows.length; i++) {
    const start = rows[i]! * width;
    target.set(source.subarray(start, start + width), i * width);
  }
}

/**
 * Rows in a shuffled order are rarely in the processor's cache. Reading one number of each line of many rows, before any
 * is copied, has them fetched at the same time instead of one after another.
 */
function copyNarrow(source: Bits, target: Bits, width: number, rows: Uint32Array): void {
  for (let from = 0; from < rows.length; from += BLOCK) {
    const block = rows.subarray(from, from + BLOCK);
    fetched = fetchRows(source, width, block) || fetched;
    copyBlock(source, target, width, block, from * width);
  }
}

/** Four numbers at a time: between numbers copied one by one, counting them is half of the work. */
function copyBlock(source: Bits, target: Bits, width: number, rows: Uint32Array, to: number) {
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

function fetchRows(source: Bits, width: number, rows: Uint32Array): number {
  let read = 0;
  for (let i = 0; i < rows.length; i++) {
    const end = (rows[i]! + 1) * width;
    for (let j = end - width; j < end; j += LINE) read ^= source[j]!;
    read ^= source[end - 1]!;
  }
  return read;
}
