import type { DuckDBConnection } from "@duckdb/node-api";

/** A database in memory, which fetches no extensions: all it needs is built in. */
async function openDatabase() {
  // Loaded when a table is read, so that what only predicts starts without it.
  const { DuckDBInstance } = await import("@duckdb/node-api");
  const instance = await DuckDBInstance.create(":memory:", {
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
    allow_community_extensions: "false",
    preserve_insertion_order: "true",
  });
  const connection = await instance.connect();
  const close = () => {
    connection.closeSync();
    instance.closeSync();
  };
  return { connection, close };
}

/** Does work with a database in memory. */
export async function withDatabase<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
  const { connection, close } = await openDatabase();
  try {
    return await work(connection);
  } finally {
    close();
  }
}

/** The same for work that gives one thing after another. */
export async function* streamDatabase<T>(
  work: (connection: DuckDBConnection) => AsyncIterable<T>,
): AsyncGenerator<T> {
  const { connection, close } = await openDatabase();
  try {
    yield* work(connection);
  } finally {
    close();
  }
}

/** The rows of one statement, some at a time: a list of cells for each column. */
export async function* chunksOf(
  connection: DuckDBConnection,
  sql: string,
  ...texts: readonly string[]
): AsyncGenerator<readonly (readonly (string | null)[])[]> {
  const result = await connection.stream(sql, [...texts]);
  for (;;) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) return;
    const cells = Array.from(
      { length: chunk.columnCount },
      (_, column) => chunk.getColumnValues(column) as (string | null)[],
    );
    // Its memory, of which the collector of garbage knows nothing, would else wait for that.
    chunk.reset();
    yield cells;
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
