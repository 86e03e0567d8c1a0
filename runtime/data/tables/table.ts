import type { Span } from "../../../diagnostics/source.ts";

/** A table as text, in the order of its rows. */
export interface Table {
  readonly rows: number;
  /** The cells of the columns asked for; null where a cell is empty. */
  readonly columns: ReadonlyMap<string, readonly (string | null)[]>;
  /** The folder to which a file that a cell names is relative: of a row (from 0) and its column. */
  readonly folderOf: (row: number, column: string) => string;
  /** `row 3 of emoji.csv`, counted from 1 without the header. */
  readonly nameOf: (row: number) => string;
  /** What the user should know: rows without a partner, lines that were left out. */
  readonly notes: readonly string[];
}

/** A table whose columns are known, and none of whose rows has been read. */
export interface OpenTable {
  /** As it is called in messages: `emoji.csv`. */
  readonly called: string;
  readonly names: readonly string[];
  /** @throws RuntimeFailure `data-unreadable` */
  read(columns: readonly string[]): Promise<Table>;
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
