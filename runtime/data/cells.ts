import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { DataField } from "../../compiler/plan/data-plan.ts";
import { failure, messageOf, type RuntimeFailure } from "../failure.ts";
import { type Cell, isCellError } from "./encoders/define.ts";
import type { Table } from "./table.ts";
import { transformed } from "./transforms.ts";

/** What a table holds for one field of the model, row by row. */
export interface Cells {
  /** Undefined where the cell is empty. */
  at(row: number): Cell | undefined | Promise<Cell>;
  /** A fault in a row's cell, told with the row's name. */
  failed(row: number, error: unknown): RuntimeFailure;
}

export function columnCells(table: Table, field: DataField): Cells {
  const cells = table.columns.get(field.column) ?? [];
  return {
    at(row) {
      const cell = cells[row] ?? undefined;
      return cell === undefined ? undefined : transformed(cell, field.transforms);
    },
    failed: (row, error) => cellFailure(table, field, row, error),
  };
}

/** Each cell names a file, relative to the table that it stands in. */
export function fileCells(table: Table, field: DataField): Cells {
  const names = columnCells(table, field);
  const pathOf = (row: number, name: string) => resolve(dirname(table.fileOf(row)), name);
  return {
    at(row) {
      const name = names.at(row);
      if (typeof name !== "string") return undefined;
      const path = pathOf(row, name);
      return readFile(path).catch((error: unknown) => {
        const place = `${table.nameOf(row)}, ${field.column}`;
        const message = `${place}: ${path} cannot be read: ${messageOf(error)}`;
        const help = "The cell names a file relative to the table. Correct it, or put the file there.";
        throw failure("file-missing", { message, help }, { span: field.span, cause: error });
      });
    },
    failed(row, error) {
      const name = names.at(row);
      return cellFailure(table, field, row, error, typeof name === "string" ? ` (${name})` : "");
    },
  };
}

function cellFailure(
  table: Table,
  { column, span, source }: DataField,
  row: number,
  error: unknown,
  file = "",
): RuntimeFailure {
  if (!isCellError(error)) throw error;
  const { message, help } = error;
  const reason = source === "file" && file !== "" ? "image-unreadable" : "cell-invalid";
  return failure(
    reason,
    { message: `${table.nameOf(row)}, ${column}${file}: ${message}`, help },
    { span, cause: error },
  );
}
