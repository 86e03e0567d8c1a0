import { dirname, resolve } from "node:path";
import { columnsOf, type DataPlan, type SplitPlan } from "../../../compiler/plan/data-plan.ts";
import { readAll } from "./collect.ts";
import { withoutColumn } from "./faults.ts";
import { streamJoined } from "./join.ts";
import { openFiles } from "./open-files.ts";
import { openQuery } from "./query.ts";
import type { OpenTable, Table, TableRequest, TableStream, WantedColumn } from "./table.ts";

type Source = Pick<DataPlan, "from" | "fromSpan" | "joins" | "unreadable">;

/** The folder of the file that declares data, to which its paths are relative. */
export const folderOf = ({ fromSpan }: Pick<DataPlan, "fromSpan">, project: string): string =>
  resolve(project, dirname(fromSpan.file));

/**
 * Opens the tables of a data declaration.
 *
 * @param project the project folder: spans name files below it
 * @throws RuntimeFailure `data-format`, `data-missing`, `data-unreadable`, `query-invalid`
 */
export async function openSource(plan: Source, project: string) {
  const folder = folderOf(plan, project);
  const request = { span: plan.fromSpan, skip: plan.unreadable === "skip" };
  const main = await openMain(plan, folder, request);
  const partners = await Promise.all(
    plan.joins.map(async (join) => ({
      table: await openFiles(resolve(folder, join.path), { ...request, span: join.span }),
      plan: join,
    })),
  );
  const tables = [main, ...partners.map(({ table }) => table)];
  /** @throws RuntimeFailure `column-missing`; and `join-ambiguous`, `data-unreadable` when rows are read */
  const stream = (wanted: readonly WantedColumn[]): TableStream => {
    for (const column of wanted) {
      if (!tables.some(({ names }) => names.includes(column.name))) throw withoutColumn(column, tables);
    }
    return streamJoined(main, partners, namesOf(wanted));
  };
  return {
    /** All columns, those of the first table first. */
    names: [...new Set(tables.flatMap(({ names }) => names))],
    stream,
    /** All rows at once. */
    read: (wanted: readonly WantedColumn[]): Promise<Table> => readAll(stream(wanted), namesOf(wanted)),
  };
}

const namesOf = (wanted: readonly WantedColumn[]) => [...new Set(wanted.map(({ name }) => name))];

async function openMain({ from }: Source, folder: string, request: TableRequest): Promise<OpenTable> {
  if (from.kind === "files") return openFiles(resolve(folder, from.path), request);
  const tables = Object.entries(from.tables).map(([name, path]) => [name, resolve(folder, path)]);
  return openQuery({ sql: from.sql, tables: Object.fromEntries(tables), folder, span: request.span });
}

/** The columns that a declaration reads, and where it names them. */
export function columnsRead({ fields, split }: Pick<DataPlan, "fields" | "split">): WantedColumn[] {
  return [
    ...fields.flatMap(({ source, span }) => columnsOf(source).map((name) => ({ name, span }))),
    ...columnsOfSplit(split).map((name) => ({ name, span: split.span })),
  ];
}

/** The columns by which rows are told apart. */
export function columnsOfSplit(split: SplitPlan): string[] {
  if (split.kind === "column") return [split.column];
  if (split.kind === "chronological") return [split.by];
  return [split.stratify, split.group].filter((name) => name !== undefined);
}
