import type { Table, TableStream } from "./table.ts";

/** Characters of cells that are kept, so that a small table is read once. */
const MOST = 1 << 24;

/** Gives the rows of a table again and again. They are kept where they are few, else read anew each time. */
export function replaying(open: () => TableStream): () => TableStream {
  let kept: TableStream | undefined;
  return () => {
    if (kept !== undefined) return kept;
    const stream = open();
    async function* chunks(): AsyncGenerator<Table> {
      const read: Table[] = [];
      let size = 0;
      for await (const chunk of stream.chunks) {
        if (size <= MOST) size += sizeOf(chunk);
        if (size <= MOST) read.push(chunk);
        else read.length = 0;
        yield chunk;
      }
      if (size <= MOST) kept = { chunks: { [Symbol.asyncIterator]: () => again(read) }, notes: stream.notes };
    }
    return { chunks: chunks(), notes: stream.notes };
  };
}

async function* again(chunks: readonly Table[]): AsyncGenerator<Table> {
  yield* chunks;
}

/** What a cell takes beside its characters. */
const CELL = 16;

function sizeOf({ columns }: Table): number {
  let size = 0;
  for (const cells of columns.values()) for (const cell of cells) size += CELL + (cell?.length ?? 0);
  return size;
}
