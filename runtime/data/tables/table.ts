import type { Span } from "../../../diagnostics/source.ts";

/** A table as text, in the order of its rows. */
export interface Table {
  readonly rows: number;
  /** Of some neighbouring rows of a table: how many of it come before them. Rows are counted from them on, from 0. */
  readonly first?: number;
  /** The cells of the columns asked for; null where a cell is empty. */
  readonly columns: ReadonlyMap<string, readonly (string | null)[]>;
  /** The folder to which a file that a cell names is relative: of a row (from 0) and its column. */
  readonly folderOf: (row: number, column: string) => string;
  /** `row 3 of emoji.csv`, counted from 1 without the header. */
  readonly nameOf: (row: number) => string;
  /** What the user should know: rows without a partner, lines that were left out. */
  readonly notes: readonly string[];
}

/** A table that is read some rows at a time. */
export interface TableStream {
  /** Neighbouring rows, one after another. @throws RuntimeFailure `data-unreadable`, `join-ambiguous` */
  readonly chunks: AsyncIterable<Table>;
  /** What the user should know, once all rows have been read. */
  notes(): readonly string[];
}

/** A table whose columns are known, and none of whose rows has been read. */
export interface OpenTable {
  /** As it is called in messages: `emoji.csv`. */
  readonly called: string;
  readonly names: readonly string[];
  stream(columns: readonly string[]): TableStream;
}

/** A column that is needed, and where the author named it. */
export interface WantedColumn {
  readonly name: string;
  readonly span: Span;
}

/** What a table is opened with. */
export interface TableRequest {
  /** Where the author named it. */
  readonly span: Span;
  /** Whether lines that cannot be read are left out and told, instead of stopping. */
  readonly skip?: boolean;
}

/** A table that is in memory, some rows at a time. */
export function streamOf(table: Table): TableStream {
  async function* chunks(): AsyncGenerator<Table> {
    for (let first = 0; first < table.rows; first += CHUNK) {
      const to = Math.min(table.rows, first + CHUNK);
      yield {
        rows: to - first,
        first,
        columns: new Map([...table.columns].map(([name, cells]) => [name, cells.slice(first, to)])),
        folderOf: (row, column) => table.folderOf(first + row, column),
        nameOf: (row) => table.nameOf(first + row),
        notes: [],
      };
    }
  }
  return { chunks: chunks(), notes: () => table.notes };
}

/** Rows that are handed on at a time. */
const CHUNK = 2048;
