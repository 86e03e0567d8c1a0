import { resolve } from "node:path";
import type { DataField } from "../../compiler/plan/data-plan.ts";
import type { InputSpec } from "../../compiler/plan/interface.ts";
import { failure, messageOf, type RuntimeFailure } from "../failure.ts";
import { type Cell, cellError, isCellError, type NumberCell } from "./encoders/define.ts";
import { encoderOf } from "./encoders/index.ts";
import { contentOf } from "./fields/contents.ts";
import { type FieldFit, preparedColumns, preparedReadings, preparedText } from "./fields/prepare.ts";
import { readingsIn } from "./fields/reading-tables.ts";
import type { Table } from "./tables/table.ts";

/** What a table holds for one field of the model, row by row. */
export interface Cells {
  /**
   * Undefined where the cell is empty. It depends on that row alone.
   *
   * @throws CellError, RuntimeFailure `file-missing`
   */
  at(row: number): Cell | undefined | Promise<Cell | undefined>;
  /** A fault in a row's cell, told with the row's name. */
  failed(row: number, error: unknown): RuntimeFailure;
}

/** What the cells of an input are read with. */
export interface CellsOfInput {
  readonly table: Table;
  readonly field: DataField;
  readonly input: InputSpec;
  readonly fit: FieldFit;
  /** The array of a field that comes from `rows(…)`. */
  readonly array?: NumberCell | undefined;
}

/** The cells of a column as they are, for targets. */
export function columnCells(table: Table, field: DataField) {
  const { source } = field;
  const names = source.kind === "columns" ? source.columns : source.kind === "column" ? [source.column] : [];
  const columns = names.map((name) => table.columns.get(name) ?? []);
  return {
    at(row: number): string | undefined {
      const cells = columns.map((column) => column[row] ?? undefined);
      if (cells.includes(undefined)) return undefined;
      return source.kind === "columns" ? `[${cells.join(", ")}]` : (preparedText(cells[0]!, field) as string);
    },
    called: names.join(", "),
  };
}

export function cellsOf(request: CellsOfInput): Cells {
  const { table, field, input, fit } = request;
  const { source } = field;
  const textAt = (column: string, row: number) => table.columns.get(column)?.[row] ?? undefined;
  const fileAt = (column: string, row: number): string | undefined => textAt(column, row);
  const named = (column: string) => (row: number, error: unknown) =>
    cellFailure(table, field, input, row, error, column, fileAt(column, row));
  const plain = (called: string) => (row: number, error: unknown) =>
    cellFailure(table, field, input, row, error, called);
  const pathAt = (column: string, row: number, name: string) => resolve(table.folderOf(row, column), name);

  switch (source.kind) {
    case "column":
      return {
        at(row) {
          const text = textAt(source.column, row);
          return text === undefined ? undefined : preparedText(text, field);
        },
        failed: plain(source.column),
      };
    case "columns":
      return {
        at(row) {
          const cells = source.columns.map((column) => table.columns.get(column)?.[row] ?? null);
          return cells.every((cell) => cell === null) ? undefined : preparedColumns(cells, field, input, fit);
        },
        failed: plain(field.name),
      };
    case "file": {
      const encoder = encoderOf(input);
      return {
        async at(row) {
          const name = textAt(source.column, row);
          if (name === undefined) return undefined;
          const path = pathAt(source.column, row, name);
          const content = await contentOf(path).catch((error: unknown) => {
            throw fileMissing(table, field, row, source.column, path, error);
          });
          return encoder.read?.(content, input) ?? content.bytes;
        },
        failed: named(source.column),
      };
    }
    case "rows":
      return { at: (row) => entryOf(request, row), failed: plain(field.name) };
    case "readings": {
      const { file } = source;
      if (file === undefined) {
        return {
          at(row) {
            const names = [source.time, ...source.columns];
            const texts = names.map((name) => textAt(name, row));
            if (texts.every((text) => text === undefined)) return undefined;
            const lists = names.map((name, i) => [name, listOf(texts[i], name)] as const);
            return preparedReadings(Object.fromEntries(lists), source, input);
          },
          failed: plain(field.name),
        };
      }
      return {
        async at(row) {
          const name = textAt(file, row);
          if (name === undefined) return undefined;
          const path = pathAt(file, row, name);
          await contentOf(path).catch((error: unknown) => {
            throw fileMissing(table, field, row, file, path, error);
          });
          return preparedReadings(await readingsIn(path, source, field.span), source, input);
        },
        failed: named(file),
      };
    }
  }
}

function listOf(text: string | undefined, name: string): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch (error) {
    throw cellError(`its ${name} is no list`, "The cells of each column are lists of numbers.", error);
  }
}

/** The entry of an array that belongs to a row. */
function entryOf({ field, table, array }: CellsOfInput, row: number): NumberCell {
  if (field.source.kind !== "rows" || array === undefined) throw new Error(`${field.name} has no array`);
  const { at } = field.source;
  const cell = at === undefined ? String((table.first ?? 0) + row) : table.columns.get(at)?.[row];
  const place = Number(cell ?? Number.NaN);
  const [count = 0, ...shape] = array.shape;
  if (!Number.isInteger(place) || place < 0 || place >= count) {
    throw cellError(
      `there is no entry ${cell ?? "of an empty cell"} among ${count}`,
      "Entries are counted from 0, and without `at:` follow the rows of the table.",
    );
  }
  const width = shape.reduce((a, b) => a * b, 1);
  const data = Array.from({ length: width }, (_, i) => array.data[place * width + i]!);
  return { shape: shape.length === 0 ? [1] : shape, data };
}

function fileMissing(
  table: Table,
  { span }: DataField,
  row: number,
  column: string,
  path: string,
  error: unknown,
): RuntimeFailure {
  const message = `${table.nameOf(row)}, ${column}: ${path} cannot be read: ${messageOf(error)}`;
  const help = "The cell names a file relative to the table. Correct it, or put the file there.";
  return failure("file-missing", { message, help }, { span, cause: error });
}

function cellFailure(
  table: Table,
  { span }: DataField,
  { modality }: InputSpec,
  row: number,
  error: unknown,
  called: string,
  file?: string,
): RuntimeFailure {
  if (!isCellError(error)) throw error;
  const { message, help } = error;
  const reason =
    file === undefined ? "cell-invalid" : modality === "image" ? "image-unreadable" : "file-unreadable";
  const place = `${table.nameOf(row)}, ${called}${file === undefined ? "" : ` (${file})`}`;
  return failure(reason, { message: `${place}: ${message}`, help }, { span, cause: error });
}
