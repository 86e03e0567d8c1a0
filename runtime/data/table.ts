import { readdir } from "node:fs/promises";
import { basename, dirname, extname, resolve } from "node:path";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import type { Span } from "../../diagnostics/source.ts";
import { listNames, nearest } from "../../diagnostics/suggest.ts";
import { failure, messageOf } from "../failure.ts";

/** A table as text, in the order of its rows. */
export interface Table {
  readonly rows: number;
  /** The cells of the columns asked for; null where a cell is empty. */
  readonly columns: ReadonlyMap<string, readonly (string | null)[]>;
  /** The file that a row (from 0) stands in: several files match a glob. */
  readonly fileOf: (row: number) => string;
  /** `row 3 of emoji.csv`, counted from 1 without the header. */
  readonly nameOf: (row: number) => string;
}

/** A column that is needed, and where the author named it. */
export interface WantedColumn {
  readonly name: string;
  readonly span: Span;
}

/** The column that says which file a row came from. */
const FILE = ":file";

interface Format {
  /** Names of the columns; `$1` is the path. */
  readonly names: string;
  /** All rows of those columns as text. */
  rows(columns: readonly string[], wanted: readonly string[]): string;
  readonly help: string;
}

const CSV = `header=true, quote='"', escape='"', comment='', skip=0`;

/** The dialect is fixed, since one that is guessed can be guessed wrong. Cells become text as they were written. */
function csv(delimiter: string, called: string): Format {
  const dialect = `${CSV}, delim='${delimiter}'`;
  return {
    names: `SELECT * FROM read_csv($1, ${dialect}, all_varchar=true, null_padding=true, strict_mode=false, ignore_errors=true) LIMIT 0`,
    rows: (columns, wanted) =>
      `SELECT ${wanted.map(quoted).join(", ")} FROM read_csv($1, ${dialect}, auto_detect=false, columns=${asText(columns)}, filename='${FILE}')`,
    help: `Write one record per line, cells separated by ${called}, as many in every line as in the header, in UTF-8. Put "…" around a cell that contains a line break or a separator.`,
  };
}

const jsonLines: Format = {
  names: "SELECT * FROM read_json($1, format='newline_delimited', sample_size=-1) LIMIT 0",
  rows: (columns, wanted) =>
    `SELECT ${wanted.map(quoted).join(", ")} FROM read_json($1, format='newline_delimited', columns=${asText(columns)}, filename='${FILE}')`,
  help: "Write one JSON object per line.",
};

const parquet: Format = {
  names: "SELECT * FROM read_parquet($1) LIMIT 0",
  rows: (_, wanted) =>
    `SELECT ${wanted.map((name) => `CAST(${quoted(name)} AS VARCHAR) AS ${quoted(name)}`).join(", ")} FROM read_parquet($1, filename='${FILE}')`,
  help: "Write the table again with a current Parquet library.",
};

/** How a table is read, by the ending of its name. */
const FORMATS: Readonly<Record<string, Format>> = {
  ".csv": csv(",", "commas"),
  ".tsv": csv("\t", "tabs"),
  ".jsonl": jsonLines,
  ".ndjson": jsonLines,
  ".parquet": parquet,
};

/**
 * Reads some columns of a table, or of all tables that a glob matches, as text.
 *
 * @param path absolute
 * @param span where the author named the table
 * @throws RuntimeFailure `data-format`, `data-missing`, `data-unreadable`, `column-missing`
 */
export async function readTable(path: string, span: Span, wanted: readonly WantedColumn[]): Promise<Table> {
  const format = FORMATS[extname(path).toLowerCase()];
  if (format === undefined) {
    throw failure(
      "data-format",
      {
        message: `${basename(path)} is no table that can be read`,
        help: `Use a file whose name ends in ${listNames(Object.keys(FORMATS))}.`,
      },
      { span },
    );
  }
  const unreadable = async (error: unknown): Promise<Error> => {
    if (/No files found/.test(messageOf(error))) return missing(path, span);
    const detail = firstLines(messageOf(error));
    const message = `${basename(path)} cannot be read: ${detail}`;
    return failure("data-unreadable", { message, help: format.help }, { span, cause: error });
  };
  const connection = await connect();
  try {
    const names = await query(connection, format.names, path).catch(async (e) =>
      Promise.reject(await unreadable(e)),
    );
    const found = names.columnNames();
    for (const column of wanted) requireColumn(column, found, path);
    const columns = [...new Set(wanted.map(({ name }) => name))];
    const read = await query(connection, format.rows(found, [...columns, FILE]), path).catch(async (e) =>
      Promise.reject(await unreadable(e)),
    );
    const cells = read.getColumnsJS() as (string | null)[][];
    const at = (column: number) => cells[column] ?? [];
    return tableOf(new Map(columns.map((name, i) => [name, at(i)])), at(columns.length), path);
  } finally {
    connection.closeSync();
  }
}

function tableOf(columns: Table["columns"], files: readonly (string | null)[], path: string): Table {
  const fileOf = (row: number) => resolve(files[row] ?? path);
  return {
    rows: files.length,
    columns,
    fileOf,
    nameOf: (row) => `row ${row - files.indexOf(files[row] ?? null) + 1} of ${basename(fileOf(row))}`,
  };
}

/** A database in memory, which fetches no extensions: all it needs is built in. */
async function connect(): Promise<DuckDBConnection> {
  const instance = await DuckDBInstance.create(":memory:", {
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
    allow_community_extensions: "false",
    preserve_insertion_order: "true",
  });
  return instance.connect();
}

async function query(connection: DuckDBConnection, sql: string, path: string) {
  const statement = await connection.prepare(sql);
  try {
    statement.bindVarchar(1, path);
    return await statement.runAndReadAll();
  } finally {
    statement.destroySync();
  }
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const asText = (columns: readonly string[]): string =>
  `{${columns.map((name) => `'${name.replaceAll("'", "''")}': 'VARCHAR'`).join(", ")}}`;

/** What DuckDB found, without its advice about settings that the author cannot reach. */
function firstLines(message: string): string {
  const [, rest = message] = /^(?:\w+ )?\w+ Error: ([\s\S]*)$/.exec(message) ?? [];
  const [found = rest] = rest.split(/\n(?:Possible|The search space|\s*\n|LINE \d)/);
  return found
    .trim()
    .replaceAll(/\s*\n\s*/g, "; ")
    .replace(/\.$/, "");
}

async function missing(path: string, span: Span): Promise<Error> {
  const beside = await readdir(dirname(path)).catch(() => undefined);
  const similar = nearest(basename(path), beside ?? []);
  const help =
    beside === undefined
      ? `There is no folder ${dirname(path)}. The path is relative to the source file.`
      : similar === undefined
        ? "Create it, or correct the path: it is relative to the source file."
        : `Did you mean ${similar}?`;
  return failure("data-missing", { message: `there is no ${path}`, help }, { span });
}

function requireColumn({ name, span }: WantedColumn, found: readonly string[], path: string): void {
  if (found.includes(name)) return;
  const similar = nearest(name, found);
  const help =
    similar === undefined
      ? `It has ${listNames(found).replace(/ or (?!.* or )/, " and ")}.`
      : `Did you mean ${similar}?`;
  throw failure("column-missing", { message: `${basename(path)} has no column ${name}`, help }, { span });
}
