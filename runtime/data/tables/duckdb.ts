import type { DuckDBConnection } from "@duckdb/node-api";

/** Does work with a database in memory, which fetches no extensions: all it needs is built in. */
export async function withDatabase<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
  // Loaded when a table is read, so that what only predicts starts without it.
  const { DuckDBInstance } = await import("@duckdb/node-api");
  const instance = await DuckDBInstance.create(":memory:", {
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
    allow_community_extensions: "false",
    preserve_insertion_order: "true",
  });
  const connection = await instance.connect();
  try {
    return await work(connection);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** The rows of one statement; `$1`, `$2`, … are texts. */
export async function rowsOf(connection: DuckDBConnection, sql: string, ...texts: readonly string[]) {
  const statement = await connection.prepare(sql);
  try {
    texts.forEach((text, i) => {
      statement.bindVarchar(i + 1, text);
    });
    return await statement.runAndReadAll();
  } finally {
    statement.destroySync();
  }
}

/** A name as SQL writes it. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
/** A text as SQL writes it. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
/** Columns as text. */
export const asTexts = (names: readonly string[]): string =>
  names.map((name) => `CAST(${quoted(name)} AS VARCHAR) AS ${quoted(name)}`).join(", ");

/** What DuckDB found, without its advice about settings that the author cannot reach. */
export function firstLines(message: string): string {
  const [, rest = message] = /^(?:\w+ )?\w+ Error: ([\s\S]*)$/.exec(message) ?? [];
  const [found = rest] = rest.split(/\n(?:Possible|The search space|\s*\n|LINE \d)/);
  return found
    .trim()
    .replaceAll(/\s*\n\s*/g, "; ")
    .replace(/\.$/, "");
}
