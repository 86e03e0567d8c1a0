import { momentOf } from "../../compiler/data/moments.ts";
import type { SplitPlan } from "../../compiler/plan/data-plan.ts";
import { listNames } from "../../diagnostics/suggest.ts";
import { createDraw, permutation } from "../draws.ts";
import { failure } from "../failure.ts";
import { quoteCell } from "./encoders/define.ts";
import { SPLITS, type SplitName } from "./split-names.ts";
import type { Table } from "./tables/table.ts";

/** Numbers of the table's rows, from 0, by split, in the table's order. */
export type SplitRows = Readonly<Record<SplitName, readonly number[]>>;

interface Splitting {
  readonly name: string;
  readonly split: SplitPlan;
}

/**
 * Tells rows apart as a declaration says. What is drawn is drawn from the seed of the split alone, so that all runs on
 * the same table have the same rows in each part.
 *
 * @throws RuntimeFailure `split-unknown`, `split-empty`, `cell-invalid`
 */
export function splitRows({ split, name }: Splitting, table: Table): SplitRows {
  const { span } = split;
  if (table.rows === 0) {
    const help = "Put records into it, or correct which table is read.";
    throw failure("split-empty", { message: `${name} has no rows at all`, help }, { span });
  }
  const parts = assign(split, table);
  const rows: Record<SplitName, number[]> = { train: [], validation: [], test: [] };
  parts.forEach((part, row) => void rows[part].push(row));
  if (rows.train.length > 0) return rows;
  const help =
    split.kind === "column"
      ? `Mark rows with \`train\` in the column ${split.column}.`
      : "There are too few rows, or groups of them, for this split.";
  throw failure("split-empty", { message: `${name} has no training rows`, help }, { span });
}

/** The part that each row belongs to. */
function assign(split: SplitPlan, table: Table): readonly SplitName[] {
  switch (split.kind) {
    case "column":
      return declared(split, table);
    case "random":
      return drawn(split, table, { train: 1 - split.validation - split.test, ...split });
    case "chronological":
      return inTime(split, table);
    case "folds":
      return folded(split, table);
  }
}

function declared({ column, span }: Extract<SplitPlan, { kind: "column" }>, table: Table): SplitName[] {
  return table.columns.get(column)!.map((cell, row) => {
    const found = SPLITS.find((known) => known === cell);
    if (found !== undefined) return found;
    const is = cell === null ? "empty" : quoteCell(cell);
    const message = `${table.nameOf(row)}: ${column} is ${is}, which is no split`;
    throw failure("split-unknown", { message, help: `Write ${listNames(SPLITS)} in each row.` }, { span });
  });
}

type Drawn = Extract<SplitPlan, { kind: "random" | "folds" }>;

/** Rows that stay together, in an order drawn from the seed; within strata, one after another. */
function units({ stratify, group, seed }: Drawn, table: Table): readonly (readonly number[])[][] {
  const rows = Array.from({ length: table.rows }, (_, row) => row);
  const shuffled = <T>(all: readonly T[], step: number): T[] =>
    [...permutation(all.length, createDraw(seed, ":split", step))].map((place) => all[place]!);
  if (group !== undefined) return [shuffled([...gathered(table, group, rows).values()], 0)];
  const strata = stratify === undefined ? [rows] : [...gathered(table, stratify, rows, true).values()];
  return strata.map((stratum, step) => shuffled(stratum, step).map((row) => [row]));
}

/** Rows by their cell of a column; rows whose cell is empty are by themselves, or together where that is said. */
function gathered(
  table: Table,
  column: string,
  rows: readonly number[],
  emptyTogether = false,
): Map<string, number[]> {
  const cells = table.columns.get(column)!;
  const byCell = new Map<string, number[]>();
  for (const row of rows) {
    const cell = cells[row] ?? null;
    const key = cell === null ? `:${emptyTogether ? "" : row}` : `=${cell}`;
    const known = byCell.get(key);
    if (known === undefined) byCell.set(key, [row]);
    else known.push(row);
  }
  return byCell;
}

/** Each unit goes to the part that lacks most of its share; over all strata the shares come out to one row. */
function drawn(split: Drawn, table: Table, shares: Readonly<Record<SplitName, number>>): SplitName[] {
  const parts = new Array<SplitName>(table.rows);
  const taken: Record<SplitName, number> = { train: 0, validation: 0, test: 0 };
  const open = SPLITS.filter((part) => shares[part] > 0);
  for (const stratum of units(split, table)) {
    const within: Record<SplitName, number> = { train: 0, validation: 0, test: 0 };
    const size = stratum.reduce((sum, { length }) => sum + length, 0);
    for (const unit of stratum) {
      const part = mostLacking(open, shares, within, size, taken, table.rows);
      for (const row of unit) parts[row] = part;
      within[part] += unit.length;
      taken[part] += unit.length;
    }
  }
  return parts;
}

/** Of the parts that lack most of their share in the stratum, the one that lacks most of it in all. */
function mostLacking(
  open: readonly SplitName[],
  shares: Readonly<Record<SplitName, number>>,
  within: Readonly<Record<SplitName, number>>,
  size: number,
  taken: Readonly<Record<SplitName, number>>,
  all: number,
): SplitName {
  const lack = (part: SplitName) => 1 - within[part] / (shares[part] * size);
  const lackInAll = (part: SplitName) => 1 - taken[part] / (shares[part] * all);
  return open.reduce((best, part) => {
    const more = lack(part) - lack(best);
    return more > 1e-9 || (Math.abs(more) <= 1e-9 && lackInAll(part) > lackInAll(best) + 1e-9) ? part : best;
  });
}

/** Units are dealt like cards, the fullest fold last. */
function folded(split: Extract<SplitPlan, { kind: "folds" }>, table: Table): SplitName[] {
  const { count, fold } = split;
  const parts = new Array<SplitName>(table.rows);
  const filled = new Array<number>(count).fill(0);
  for (const stratum of units(split, table)) {
    const within = new Array<number>(count).fill(0);
    for (const unit of stratum) {
      const least = within.reduce(
        (best, size, i) =>
          size < within[best]! || (size === within[best]! && filled[i]! < filled[best]!) ? i : best,
        0,
      );
      within[least]! += unit.length;
      filled[least]! += unit.length;
      const part = least === fold ? "test" : least === (fold + 1) % count ? "validation" : "train";
      for (const row of unit) parts[row] = part;
    }
  }
  return parts;
}

/** Rows of one moment are never divided: they all belong to the later part. */
function inTime(split: Extract<SplitPlan, { kind: "chronological" }>, table: Table): SplitName[] {
  const { by, validation, test, span } = split;
  const moments = table.columns.get(by)!.map((cell, row) => {
    const moment = cell === null ? undefined : momentOf(cell);
    if (moment !== undefined) return moment;
    const is = cell === null ? "empty" : quoteCell(cell);
    const message = `${table.nameOf(row)}: ${by} is ${is}, which is no number and no date`;
    const help = "Write dates as 2024-05-31 or 2024-05-31 14:30:00, or moments as numbers, in each row.";
    throw failure("cell-invalid", { message, help }, { span });
  });
  const order = Array.from(moments, (_, row) => row).sort((a, b) => moments[a]! - moments[b]! || a - b);
  /** The first moment behind a share of the rows. */
  const behind = (share: number): number =>
    moments[order[Math.round(share * order.length)] ?? -1] ?? Number.POSITIVE_INFINITY;
  const [chosen, tested] = [behind(1 - validation - test), behind(1 - test)];
  return moments.map((moment) => (moment >= tested ? "test" : moment >= chosen ? "validation" : "train"));
}
