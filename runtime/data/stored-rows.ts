import type { FeedLayout } from "./buffers.ts";
import type { FeedRows } from "./feeds.ts";

/** Rows of some feeds: in memory that all threads see, or in a file. Plain data, which threads hand to one another. */
export type StoredRows = RowsInMemory | RowsInFile;

export interface RowsInMemory {
  readonly kind: "memory";
  readonly feeds: readonly FeedRows[];
}

/** Rows of one width, one behind another; a row is the bytes of all feeds, in their order. */
export interface RowsInFile {
  readonly kind: "file";
  readonly feeds: readonly FeedLayout[];
  readonly rows: number;
  /** The open file, which all threads of the process may read. */
  readonly file: number;
  /** As it is called in messages. */
  readonly path: string;
}
