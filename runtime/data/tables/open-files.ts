import { basename, dirname, extname, relative, resolve, sep } from "node:path";
import { listNames } from "../../../diagnostics/suggest.ts";
import { failure, isRuntimeFailure, messageOf } from "../../failure.ts";
import { chunksOf, firstLines, rowsOf, streamDatabase, withDatabase } from "./duckdb.ts";
import { missing, unreadable } from "./faults.ts";
import { FILE, formatOf, isArrow, isGlob, TABLE_ENDINGS } from "./formats.ts";
import { type OpenTable, streamOf, type Table, type TableRequest } from "./table.ts";

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
    const found = await rowsOf(connection, format.names(skip), path).catch(async (e) =>
      Promise.reject(await told(e)),
    );
    return found.columnNames();
  });
  return {
    called,
    names,
    stream(columns) {
      let notes: readonly string[] = [];
      const chunks = streamDatabase(async function* (connection) {
        const sql = format.rows(names, [...columns, FILE], skip);
        const place = placesIn(path);
        try {
          for await (const cells of chunksOf(connection, sql, path)) {
            const at = (column: number) => cells[column] ?? [];
            yield place(new Map(columns.map((name, i) => [name, at(i)])), at(columns.length));
          }
        } catch (error) {
          throw isRuntimeFailure(error) ? error : await told(error);
        }
        if (skip && format.rejects) notes = await rejected(connection, called);
      });
      return { chunks, notes: () => notes };
    },
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

/** Gives neighbouring rows their places in the files that they came from, chunk after chunk. */
function placesIn(path: string): (columns: Table["columns"], files: readonly (string | null)[]) => Table {
  let first = 0;
  /** Where each file begins, the files in the order of their rows. */
  const starts: { readonly file: string | null; readonly row: number }[] = [];
  return (columns, files) => {
    const from = first;
    files.forEach((file, row) => {
      if (starts.at(-1)?.file !== file) starts.push({ file, row: from + row });
    });
    first += files.length;
    // Only what is needed is kept of all the names.
    const own = starts.filter(({ row }, i) => (starts[i + 1]?.row ?? first) > from && row < first);
    const startOf = (row: number) =>
      own.findLast((start) => start.row <= from + row) ?? { file: path, row: 0 };
    const fileOf = (row: number) => resolve(startOf(row).file ?? path);
    return {
      rows: files.length,
      first: from,
      columns,
      folderOf: (row) => dirname(fileOf(row)),
      nameOf: (row) => `row ${from + row - startOf(row).row + 1} of ${basename(fileOf(row))}`,
      notes: [],
    };
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
    stream: (columns) =>
      streamOf({
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
