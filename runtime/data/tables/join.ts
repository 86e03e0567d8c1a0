import type { JoinPlan } from "../../../compiler/plan/data-plan.ts";
import { failure } from "../../failure.ts";
import { readAll } from "./collect.ts";
import { withoutColumn } from "./faults.ts";
import type { OpenTable, Table, TableStream } from "./table.ts";

/** A table and the column by which its rows are found. */
export interface Partner {
  readonly table: OpenTable;
  readonly plan: JoinPlan;
}

/**
 * Reads columns of a table, and those that it lacks from the rows of other tables with the same key, which are held in
 * memory meanwhile. A row without a partner keeps its place: what the partner would say is empty.
 *
 * @throws RuntimeFailure `join-ambiguous`, `column-missing`
 */
export function streamJoined(
  main: OpenTable,
  partners: readonly Partner[],
  columns: readonly string[],
): TableStream {
  const before = (i: number) => [main, ...partners.slice(0, i).map(({ table }) => table)];
  partners.forEach(({ table, plan: { by, span } }, i) => {
    if (!before(i).some(({ names }) => names.includes(by)))
      throw withoutColumn({ name: by, span }, before(i));
    if (!table.names.includes(by)) throw withoutColumn({ name: by, span }, [table]);
  });
  const keys = partners.map(({ plan: { by } }) => by);
  const needed = [...new Set([...columns, ...keys])];
  const own = needed.filter((name) => main.names.includes(name));
  const stream = main.stream(own);
  const joined = partners.map(({ table, plan }, i) => {
    const known = before(i).flatMap(({ names }) => names);
    const wanted = needed.filter((name) => !known.includes(name) && table.names.includes(name));
    return { called: table.called, plan, wanted, open: table, alone: 0, met: new Set<number>() };
  });
  let notes: string[] = [];

  async function* chunks(): AsyncGenerator<Table> {
    const read = await Promise.all(
      joined.map(async ({ open, plan, wanted, called }) => {
        const names = [plan.by, ...wanted];
        const table = await readAll(open.stream(names), names);
        return { table, places: placesOf(table, plan, called) };
      }),
    );
    let all = 0;
    for await (const chunk of stream.chunks) {
      all += chunk.rows;
      yield joinChunk(chunk, joined, read);
    }
    notes = joined.flatMap(({ plan: { by, span }, alone, met, called }, i) => {
      const { table } = read[i]!;
      if (all > 0 && alone === all) {
        const message = `no row of ${main.called} has a partner in ${called}`;
        const help = `The tables are joined by ${by}, whose cells have to be equal as texts: compare how both write them.`;
        throw failure("join-ambiguous", { message, help }, { span });
      }
      return [...table.notes, ...strangers(alone, table.rows - met.size, main.called, called, by)];
    });
  }

  return { chunks: chunks(), notes: () => [...stream.notes(), ...notes] };
}

interface Joined {
  readonly plan: JoinPlan;
  readonly wanted: readonly string[];
  alone: number;
  readonly met: Set<number>;
}

interface ReadPartner {
  readonly table: Table;
  readonly places: ReadonlyMap<string, number>;
}

/** Some rows with the cells of their partners. */
function joinChunk(chunk: Table, joined: readonly Joined[], read: readonly ReadPartner[]): Table {
  if (joined.length === 0) return chunk;
  const found = new Map(chunk.columns);
  const folders = new Map<string, (row: number) => string>();
  for (const [i, join] of joined.entries()) {
    const { table, places } = read[i]!;
    const rows = found.get(join.plan.by)!.map((key) => (key === null ? undefined : places.get(key)));
    for (const name of join.wanted) {
      found.set(name, partnersIn(table.columns.get(name)!, rows));
      folders.set(name, folderAmong(table, rows, name));
    }
    for (const row of rows) {
      if (row === undefined) join.alone++;
      else join.met.add(row);
    }
  }
  return { ...chunk, columns: found, folderOf: folderBeside(folders, chunk.folderOf) };
}

const partnersIn = (cells: readonly (string | null)[], rows: readonly (number | undefined)[]) =>
  rows.map((row) => (row === undefined ? null : (cells[row] ?? null)));

// Made apart from the cells, so that whoever keeps these does not keep those.
const folderAmong = (table: Table, rows: readonly (number | undefined)[], name: string) => (row: number) =>
  table.folderOf(rows[row] ?? 0, name);

const folderBeside =
  (folders: ReadonlyMap<string, (row: number) => string>, own: Table["folderOf"]): Table["folderOf"] =>
  (row, column) =>
    folders.get(column)?.(row) ?? own(row, column);

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
function strangers(alone: number, unmet: number, main: string, called: string, by: string): string[] {
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
