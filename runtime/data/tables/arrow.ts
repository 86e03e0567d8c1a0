import { readFile } from "node:fs/promises";
import { basename, dirname } from "node:path";
import {
  type Table as Columns,
  CompressionType,
  compressionRegistry,
  DataType,
  tableFromIPC,
  Vector,
} from "apache-arrow";
import { decompress } from "lz4js";
import { missing, unreadable } from "./faults.ts";
import type { OpenTable, Table, TableRequest } from "./table.ts";

const HELP =
  'Write it again as an Arrow IPC file or stream (Feather, version 2), plain or compressed with LZ4, or as Parquet: `pyarrow.feather.write_feather(table, path, compression="lz4")`.';

compressionRegistry.set(CompressionType.LZ4_FRAME, { decode: (data) => decompress(data) });

/**
 * Opens a table of Apache Arrow: an IPC file or stream, which Feather of version 2 is.
 *
 * @throws RuntimeFailure `data-missing`, `data-unreadable`
 */
export async function openArrow(path: string, { span }: TableRequest): Promise<OpenTable> {
  const called = basename(path);
  const bytes = await readFile(path).catch(async () => Promise.reject(await missing(path, span)));
  const reading = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw unreadable(called, HELP, span, error);
    }
  };
  const table = reading(() => {
    const found = tableFromIPC(bytes);
    if (found.schema.fields.length === 0) throw new Error("it holds no table");
    return found;
  });
  const folder = dirname(path);
  return {
    called,
    names: table.schema.fields.map(({ name }) => name),
    stream(columns) {
      async function* chunks(): AsyncGenerator<Table> {
        for (let first = 0; first < table.numRows; first += CHUNK) {
          const from = first;
          const some = reading(() => table.slice(from, from + CHUNK));
          yield {
            rows: some.numRows,
            first: from,
            columns: new Map(columns.map((name) => [name, reading(() => cellsOf(some, name))])),
            folderOf: () => folder,
            nameOf: (row) => `row ${from + row + 1} of ${called}`,
            notes: [],
          };
        }
      }
      return { chunks: chunks(), notes: () => [] };
    },
  };
}

/** Rows that are made text at a time. */
const CHUNK = 2048;

function cellsOf(table: Columns, name: string): (string | null)[] {
  const column = table.getChild(name);
  const type = table.schema.fields.find((field) => field.name === name)?.type;
  const isTime = type !== undefined && (DataType.isTimestamp(type) || DataType.isDate(type));
  return Array.from({ length: table.numRows }, (_, row) => {
    const value: unknown = column?.get(row);
    if (value === null || value === undefined) return null;
    return isTime ? new Date(Number(value)).toISOString() : textOf(value);
  });
}

/** A value as a cell of a table holds it: lists as JSON. */
function textOf(value: unknown): string {
  if (value instanceof Vector || ArrayBuffer.isView(value) || Array.isArray(value)) {
    return `[${Array.from(value as Iterable<unknown>, textOf).join(", ")}]`;
  }
  return String(value);
}
