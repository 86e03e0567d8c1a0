import type { JoinPlan } from "../../../compiler/plan/data-plan.ts";
import { failure } from "../../failure.ts";
import { withoutColumn } from "./faults.ts";
import type { OpenTable, Table } from "./table.ts";

/** A table and the column by which its rows are found. */
export interface Partner {
  readonly table: OpenTable;
  readonly plan: JoinPlan;
}

/**
 * Reads columns of a table, and those that it lacks from the rows of other tables with the same key. A row without a
 * partner keeps its place: what the partner would say is empty.
 *
 * @throws RuntimeFailure `join-ambiguous`, `column-missing`
 */
export async function readJoined(
  main: OpenTable,
  partners: readonly Partner[],
  columns: readonly string[],
): Promise<Table> {
  const before = (i: number) => [main, ...partners.slice(0, i).map(({ table }) => table)];
  partners.forEach(({ table, plan: { by, span } }, i) => {
    if (!before(i).some(({ names }) => names.includes(by)))
      throw withoutColumn({ name: by, span }, before(i));
    if (!table.names.includes(by)) throw withoutColumn({ name: by, span }, [table]);
  });
  const keys = partners.map(({ plan: { by } }) => by);
  const needed = [...new Set([...columns, ...keys])];
  const own = needed.filter((name) => main.names.includes(name));
  const table = await main.read(own);
  const found = new Map(table.columns);
  const folders = new Map<string, (row: number) => string>();
  const notes = [...table.notes];
  for (const { table: partner, plan } of partners) {
    const { by, span } = plan;
    const wanted = needed.filter((name) => !found.has(name) && partner.names.includes(name));
    const read = await partner.read([by, ...wanted]);
    const places = placesOf(read, plan, partner.called);
    const rows = Array.from(found.get(by)!, (key) => (key === null ? undefined : places.get(key)));
    for (const name of wanted) {
      const cells = read.columns.get(name)!;
      found.set(
        name,
        rows.map((row) => (row === undefined ? null : (cells[row] ?? null))),
      );
      folders.set(name, (row) => read.folderOf(rows[row] ?? 0, name));
    }
    notes.push(...read.notes, ...strangers(rows, read, main.called, partner.called, by));
    if (rows.length > 0 && rows.every((row) => row === undefined)) {
      const message = `no row of ${main.called} has a partner in ${partner.called}`;
      const help = `The tables are joined by ${by}, whose cells have to be equal as texts: compare how both write them.`;
      throw failure("join-ambiguous", { message, help }, { span });
    }
  }
  return {
    ...table,
    columns: found,
    folderOf: (row, column) => folders.get(column)?.(row) ?? table.folderOf(row, column),
    notes,
  };
}

/** The rows of a table by their key. */
function placesOf(table: Table, { by, span }: JoinPlan, called: string): Map<string, number> {
  const places = new Map<string, number>();
  table.columns.get(by)!.forEach((key, row) => {
    if (key === null) return;
    const first = places.get(key);
    if (first !== undefined) {
      const message = `${table.nameOf(row)}: ${by} is "${key}", which ${table.nameOf(first)} has already`;
      const help = `Each row of a table that is joined has a ${by} of its own. Leave rows out of ${called}, or say which counts in a query.`;
      throw failure("join-ambiguous", { message, help }, { span });
    }
    places.set(key, row);
  });
  return places;
}

/** What is told of rows without a partner, on either side. */
function strangers(
  rows: readonly (number | undefined)[],
  partner: Table,
  main: string,
  called: string,
  by: string,
): string[] {
  const alone = rows.filter((row) => row === undefined).length;
  const met = new Set(rows).size - (alone > 0 ? 1 : 0);
  const unmet = partner.rows - met;
  const rowsAre = (count: number) => (count === 1 ? "1 row" : `${count} rows`);
  return [
    ...(alone === 0
      ? []
      : [
          `${rowsAre(alone)} of ${main} ${alone === 1 ? "has" : "have"} no partner in ${called} by ${by}: what it would say is empty`,
        ]),
    ...(unmet === 0
      ? []
      : [`${rowsAre(unmet)} of ${called} ${unmet === 1 ? "is" : "are"} named by no row of ${main}`]),
  ];
}
