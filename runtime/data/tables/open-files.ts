import { basename, dirname, extname, relative, resolve, sep } from "node:path";
import { listNames } from "../../../diagnostics/suggest.ts";
import { failure, messageOf } from "../../failure.ts";
import { firstLines, rowsOf, withDatabase } from "./duckdb.ts";
import { missing, unreadable } from "./faults.ts";
import { FILE, formatOf, isArrow, isGlob, TABLE_ENDINGS } from "./formats.ts";
import type { OpenTable, Table, TableRequest } from "./table.ts";

/**
 * Opens a table, all tables that a glob matches, or the list of other files that it matches.
 *
 * @param path absolute
 * @throws RuntimeFailure `data-format`, `data-missing`, `data-unreadable`
 */
export async function openFiles(path: string, request: TableRequest): Promise<OpenTable> {
  const { span, skip = false } = request;
  const format = formatOf(path);
  const called = basename(path);
  if (format === undefined) {
    if (isArrow(path)) return (await import("./arrow.ts")).openArrow(path, request);
    if (isGlob(path)) return openList(path, request);
    const help = `Use a file whose name ends in ${listNames(TABLE_ENDINGS)}.`;
    throw failure("data-format", { message: `${called} is no table that can be read`, help }, { span });
  }
  const told = async (error: unknown): Promise<Error> =>
    /No files found/.test(messageOf(error))
      ? missing(path, span)
      : unreadable(called, format.help, span, error);
  const names = await withDatabase(async (connection) => {
    const found = await rowsOf(connection, format.names, path).catch(async (e) =>
      Promise.reject(await told(e)),
    );
    return found.columnNames();
  });
  return {
    called,
    names,
    read: (columns) =>
      withDatabase(async (connection) => {
        const sql = format.rows(names, [...columns, FILE], skip);
        const read = await rowsOf(connection, sql, path).catch(async (e) => Promise.reject(await told(e)));
        const cells = read.getColumnsJS() as (string | null)[][];
        const at = (column: number) => cells[column] ?? [];
        const notes = skip && format.rejects ? await rejected(connection, called) : [];
        return tableOf(new Map(columns.map((name, i) => [name, at(i)])), at(columns.length), path, notes);
      }),
  };
}

type Connection = Parameters<typeof rowsOf>[0];

/** The lines that were left out, which the database has noted. */
async function rejected(connection: Connection, called: string): Promise<string[]> {
  const sql =
    "SELECT CAST(line AS VARCHAR), error_message FROM reject_errors ORDER BY file_id, line, column_idx";
  const [lines = [], causes = []] = (await rowsOf(connection, sql)).getColumnsJS() as string[][];
  const count = new Set(lines).size;
  if (count === 0) return [];
  const which =
    count === 1
      ? `line ${lines[0]} of ${called}`
      : `${count} lines of ${called}, the first of them ${lines[0]},`;
  return [
    `${which} cannot be read and ${count === 1 ? "is" : "are"} left out: ${firstLines(causes[0] ?? "")}`,
  ];
}

function tableOf(
  columns: Table["columns"],
  files: readonly (string | null)[],
  path: string,
  notes: readonly string[],
): Table {
  const fileOf = (row: number) => resolve(files[row] ?? path);
  const starts = new Map<string | null, number>();
  files.forEach((file, row) => {
    if (!starts.has(file)) starts.set(file, row);
  });
  return {
    rows: files.length,
    columns,
    folderOf: (row) => dirname(fileOf(row)),
    nameOf: (row) => `row ${row - (starts.get(files[row] ?? null) ?? 0) + 1} of ${basename(fileOf(row))}`,
    notes,
  };
}

/** What is known of each file that a glob matches. */
const ABOUT = {
  file: (file: string) => file,
  name: (file: string) => basename(file, extname(file)),
  folder: (file: string) => basename(dirname(file)),
} as const;

/** A glob of files that are no tables: a row for each of them, in the order of their names. */
async function openList(path: string, { span }: TableRequest): Promise<OpenTable> {
  const folder = dirname(path.slice(0, path.search(/[*?[\]]/) + 1));
  const files = await filesOf(path);
  if (files.length === 0) throw await missing(path, span);
  const below = files.map((file) => relative(folder, file).split(sep).join("/"));
  return {
    called: basename(path),
    names: Object.keys(ABOUT),
    read: async (columns) => ({
      rows: files.length,
      columns: new Map(columns.map((name) => [name, below.map(ABOUT[name as keyof typeof ABOUT])])),
      folderOf: () => folder,
      nameOf: (row) => below[row]!,
      notes: [],
    }),
  };
}

/** The files that a glob matches, in the order of their names. */
export async function filesOf(path: string): Promise<readonly string[]> {
  return withDatabase(async (connection) => {
    const found = await rowsOf(connection, "SELECT file FROM glob($1) ORDER BY file", path);
    return (found.getColumnsJS()[0] ?? []) as string[];
  });
}
