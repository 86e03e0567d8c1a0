import type { DuckDBConnection } from "@duckdb/node-api";
import type { Span } from "../../../diagnostics/source.ts";
import { failure, isRuntimeFailure, messageOf } from "../../failure.ts";
import {
  asTexts,
  chunksOf,
  firstLines,
  literal,
  quoted,
  rowsOf,
  streamDatabase,
  withDatabase,
} from "./duckdb.ts";
import { missing } from "./faults.ts";
import { formatOf } from "./formats.ts";
import { filesOf } from "./open-files.ts";
import type { OpenTable } from "./table.ts";

export interface QueryRequest {
  readonly sql: string;
  /** Absolute paths, or globs, of the files that it may read, by the names that it has for them. */
  readonly tables: Readonly<Record<string, string>>;
  /** The folder of the source file, to which files in its cells are relative. */
  readonly folder: string;
  readonly span: Span;
}

const HELP = "Write one SELECT of DuckDB's SQL, which reads the files that are named beside it.";

/**
 * Opens a query. Nothing can be read but the files that are named for it, and nothing written.
 *
 * @throws RuntimeFailure `query-invalid`, `data-missing`
 */
export async function openQuery(request: QueryRequest): Promise<OpenTable> {
  const { sql, folder, span } = request;
  const told = (error: unknown) =>
    failure(
      "query-invalid",
      { message: `the query cannot be answered: ${firstLines(messageOf(error))}`, help: HELP },
      { span, cause: error },
    );
  const within = <T>(work: (connection: DuckDBConnection) => Promise<T>) =>
    withDatabase(async (connection) => {
      await provide(connection, request);
      return work(connection).catch((error: unknown) => Promise.reject(told(error)));
    });
  // In brackets nothing but one SELECT can stand.
  const inner = `(${sql.trim().replace(/;$/, "")}\n)`;
  const names = await within(async (connection) =>
    (await rowsOf(connection, `SELECT * FROM ${inner} LIMIT 0`)).columnNames(),
  );
  return {
    called: "the query",
    names,
    stream: (columns) => ({
      chunks: streamDatabase(async function* (connection) {
        await provide(connection, request);
        const wanted = columns.length === 0 ? "1" : asTexts(columns);
        let first = 0;
        try {
          for await (const cells of chunksOf(connection, `SELECT ${wanted} FROM ${inner}`)) {
            const from = first;
            const rows = cells[0]?.length ?? 0;
            first += rows;
            yield {
              rows,
              first: from,
              columns: new Map(columns.map((name, i) => [name, cells[i] ?? []])),
              folderOf: () => folder,
              nameOf: (row: number) => `row ${from + row + 1} of the query`,
              notes: [],
            };
          }
        } catch (error) {
          throw isRuntimeFailure(error) ? error : told(error);
        }
      }),
      notes: () => [],
    }),
  };
}

/** Makes a view of each table and a table of each list of other files, and shuts everything else off. */
async function provide(connection: DuckDBConnection, { tables, span }: QueryRequest): Promise<void> {
  const allowed: string[] = [];
  for (const [name, path] of Object.entries(tables)) {
    const files = await filesOf(path);
    if (files.length === 0) throw await missing(path, span);
    const format = formatOf(path);
    if (format === undefined) {
      const rows = files.map((file) => `(${literal(file)})`).join(", ");
      await connection.run(`CREATE TABLE ${quoted(name)} AS SELECT * FROM (VALUES ${rows}) AS t(file)`);
      continue;
    }
    allowed.push(...files);
    await connection.run(
      `CREATE VIEW ${quoted(name)} AS SELECT * FROM ${format.typed(`[${files.map(literal).join(", ")}]`)}`,
    );
  }
  await connection.run(`SET allowed_paths=[${allowed.map(literal).join(", ")}]`);
  await connection.run("SET enable_external_access=false");
  await connection.run("SET lock_configuration=true");
}
