import { rm, writeFile } from "node:fs/promises";
import { asTexts, literal, rowsOf, withDatabase } from "../../runtime/data/tables/duckdb.ts";

/** What a cell of a Parquet table holds: a text, a whole number, or a list of numbers. */
type Cell = string | number | readonly number[];
export type Row = Readonly<Record<string, Cell>>;

/** Writes rows, all with the columns of the first, as a Parquet file. */
export async function writeParquet(path: string, rows: readonly Row[]): Promise<void> {
  const types = Object.entries(rows[0] ?? {}).map(
    ([name, cell]) => `${literal(name)}: ${literal(typeOf(cell))}`,
  );
  // Lists are read far faster than they are appended.
  const lines = `${path}.jsonl`;
  await writeFile(lines, rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  try {
    await withDatabase(async (connection) => {
      const table = `read_json(${literal(lines)}, format = 'newline_delimited', columns = {${types.join(", ")}})`;
      await connection.run(`COPY (SELECT * FROM ${table}) TO ${literal(path)} (FORMAT parquet)`);
    });
  } finally {
    await rm(lines);
  }
}

function typeOf(cell: Cell): string {
  if (typeof cell === "string") return "VARCHAR";
  return typeof cell === "number" ? "INTEGER" : "DOUBLE[]";
}

/** Columns of texts of a Parquet file, row by row. */
export function textsIn(path: string, columns: readonly string[]): Promise<Record<string, string>[]> {
  return withDatabase(async (connection) => {
    const reader = await rowsOf(connection, `SELECT ${asTexts(columns)} FROM read_parquet(${literal(path)})`);
    return reader.getRowObjects() as Record<string, string>[];
  });
}
