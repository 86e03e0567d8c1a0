import { readdir } from "node:fs/promises";
import { basename, dirname } from "node:path";
import type { Span } from "../../../diagnostics/source.ts";
import { listNames, nearest } from "../../../diagnostics/suggest.ts";
import { failure, messageOf } from "../../failure.ts";
import { firstLines } from "./duckdb.ts";
import type { OpenTable, WantedColumn } from "./table.ts";

/** The failure of a table that is not there. */
export async function missing(path: string, span: Span): Promise<Error> {
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

/** The failure of a table that is there and cannot be read. */
export function unreadable(called: string, help: string, span: Span, error: unknown): Error {
  const message = `${called} cannot be read: ${firstLines(messageOf(error))}`;
  return failure("data-unreadable", { message, help }, { span, cause: error });
}

/** The failure of tables that lack a column. */
export function withoutColumn({ name, span }: WantedColumn, tables: readonly OpenTable[]): Error {
  const found = [...new Set(tables.flatMap(({ names }) => names))];
  const similar = nearest(name, found);
  const it = tables.length === 1 ? "It has" : "They have";
  const help =
    similar === undefined
      ? `${it} ${listNames(found).replace(/ or (?!.* or )/, " and ")}.`
      : `Did you mean ${similar}?`;
  const called = tables.map((table) => table.called).join(" and ");
  const has = tables.length === 1 ? "has" : "have";
  return failure("column-missing", { message: `${called} ${has} no column ${name}`, help }, { span });
}
