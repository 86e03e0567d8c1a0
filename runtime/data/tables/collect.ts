import type { Table, TableStream } from "./table.ts";

/** Reads all rows of a table into memory. Cells that are equal are held once. */
export async function readAll({ chunks, notes }: TableStream, names: readonly string[]): Promise<Table> {
  const known = new Map<string, string>();
  const once = (cell: string | null): string | null => {
    if (cell === null) return null;
    const found = known.get(cell);
    if (found === undefined && known.size < MOST) known.set(cell, cell);
    return found ?? cell;
  };
  const columns = new Map(names.map((name) => [name, [] as (string | null)[]]));
  const pieces: Pick<Table, "folderOf" | "nameOf">[] = [];
  const starts: number[] = [];
  let rows = 0;
  for await (const chunk of chunks) {
    for (const [name, cells] of columns) for (const cell of chunk.columns.get(name)!) cells.push(once(cell));
    pieces.push({ folderOf: chunk.folderOf, nameOf: chunk.nameOf });
    starts.push(rows);
    rows += chunk.rows;
  }
  const within = (row: number) => {
    const piece = pieceOf(starts, row);
    return { piece: pieces[piece]!, row: row - starts[piece]! };
  };
  return {
    rows,
    columns,
    folderOf(row, column) {
      const { piece, row: own } = within(row);
      return piece.folderOf(own, column);
    },
    nameOf(row) {
      const { piece, row: own } = within(row);
      return piece.nameOf(own);
    },
    notes: notes(),
  };
}

/** Different cells that are remembered. */
const MOST = 10_000;

/** The last piece that starts at a row or before it. */
function pieceOf(starts: readonly number[], row: number): number {
  let [from, to] = [0, starts.length - 1];
  while (from < to) {
    const middle = Math.ceil((from + to) / 2);
    if (starts[middle]! <= row) from = middle;
    else to = middle - 1;
  }
  return from;
}
