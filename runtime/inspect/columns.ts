/** What can be told of a column without knowing what it is for. */
export interface ColumnReport {
  readonly name: string;
  readonly rows: number;
  readonly empty: number;
  /** Different cells, the empty one not counted. */
  readonly distinct: number;
  /** Whether all its cells are numbers; then the smallest and the largest. */
  readonly numbers?: { readonly least: number; readonly most: number; readonly whole: boolean };
  /** Whether every cell is a list of numbers as long as the others. */
  readonly list?: number;
  /** Words in a cell at most, and on average. */
  readonly words: { readonly most: number; readonly mean: number };
  /** The most frequent cells. */
  readonly frequent: readonly (readonly [cell: string, rows: number])[];
}

/** Looks at all cells of a column once. */
export function lookAt(name: string, cells: readonly (string | null)[]): ColumnReport {
  const counts = new Map<string, number>();
  let empty = 0;
  let words = 0;
  let most = 0;
  for (const cell of cells) {
    if (cell === null) empty++;
    else {
      counts.set(cell, (counts.get(cell) ?? 0) + 1);
      const count = cell.split(/\s+/).length;
      words += count;
      most = Math.max(most, count);
    }
  }
  const distinct = [...counts.keys()];
  const numbers = distinct.map((cell) => (cell.trim() === "" ? Number.NaN : Number(cell)));
  const areNumbers = numbers.length > 0 && numbers.every(Number.isFinite);
  const lengths = new Set(distinct.slice(0, 1000).map(listLength));
  const [length] = lengths;
  return {
    name,
    rows: cells.length,
    empty,
    distinct: counts.size,
    ...(areNumbers && {
      numbers: {
        least: numbers.reduce((a, b) => Math.min(a, b)),
        most: numbers.reduce((a, b) => Math.max(a, b)),
        whole: numbers.every(Number.isInteger),
      },
    }),
    ...(lengths.size === 1 && length !== undefined && { list: length }),
    words: { most, mean: words / Math.max(1, cells.length - empty) },
    frequent: [...counts].sort(([, m], [, n]) => n - m).slice(0, 5),
  };
}

/** How many numbers a cell lists; undefined where it is no list of numbers. */
function listLength(cell: string): number | undefined {
  if (!cell.startsWith("[")) return undefined;
  try {
    const list: unknown = JSON.parse(cell);
    return Array.isArray(list) && list.every((value) => typeof value === "number") ? list.length : undefined;
  } catch {
    return undefined;
  }
}

/** Fewer rows say nothing about what a column is for. */
const ENOUGH = 20;

export const isConstant = ({ distinct, empty }: ColumnReport): boolean =>
  distinct === 0 || (distinct === 1 && empty === 0);

/** Whether a column looks as if it named the rows: all its cells differ, and they are short texts or whole numbers. */
export function isIdentifier({ rows, empty, distinct, numbers, words, list }: ColumnReport): boolean {
  if (rows < ENOUGH || empty > 0 || distinct < rows || list !== undefined) return false;
  return numbers === undefined ? words.most <= 1 : numbers.whole;
}

/** How much of the labels a column's cells tell, and how much one would guess without it. */
export interface Leak {
  readonly column: string;
  /** Share of the rows whose label is the most frequent one among those with the same cell. */
  readonly told: number;
  readonly guessed: number;
}

/**
 * Whether each cell of a column goes with one label alone, though many rows have it: it was probably written after the
 * label was known.
 */
export function leakOf(
  column: string,
  cells: readonly (string | null)[],
  labels: readonly (string | null)[],
): Leak | undefined {
  const byCell = new Map<string, Map<string, number>>();
  const all = new Map<string, number>();
  let rows = 0;
  cells.forEach((cell, row) => {
    const label = labels[row] ?? null;
    if (label === null || cell === null) return;
    rows++;
    const own = byCell.get(cell) ?? new Map<string, number>();
    byCell.set(cell, own.set(label, (own.get(label) ?? 0) + 1));
    all.set(label, (all.get(label) ?? 0) + 1);
  });
  const most = (counts: ReadonlyMap<string, number>) => Math.max(...counts.values());
  if (rows < ENOUGH || all.size < 2 || byCell.size > rows / 4) return undefined;
  const told = [...byCell.values()].reduce((sum, counts) => sum + most(counts), 0) / rows;
  const guessed = most(all) / rows;
  return told >= 0.98 && told - guessed > 0.5 * (1 - guessed) ? { column, told, guessed } : undefined;
}
