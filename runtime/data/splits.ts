import type { DataPlan } from "../../compiler/plan/data-plan.ts";
import { listNames } from "../../diagnostics/suggest.ts";
import { failure } from "../failure.ts";
import { quoteCell } from "./encoders/define.ts";
import { SPLITS, type SplitName } from "./split-names.ts";
import type { Table } from "./table.ts";

/** Numbers of the table's rows, from 0, by split, in the table's order. */
export type SplitRows = Readonly<Record<SplitName, readonly number[]>>;

/** @throws RuntimeFailure `split-unknown`, `split-empty` */
export function splitRows({ split, name }: Pick<DataPlan, "split" | "name">, table: Table): SplitRows {
  const rows: Record<SplitName, number[]> = { train: [], validation: [], test: [] };
  const { span } = split;
  table.columns.get(split.column)?.forEach((cell, row) => {
    const found = SPLITS.find((known) => known === cell);
    if (found !== undefined) {
      rows[found].push(row);
      return;
    }
    const message = `${table.nameOf(row)}: ${split.column} is ${cell === null ? "empty" : quoteCell(cell)}, which is no split`;
    throw failure("split-unknown", { message, help: `Write ${listNames(SPLITS)} in each row.` }, { span });
  });
  if (rows.train.length > 0) return rows;
  const message = `${name} has no training rows`;
  throw failure(
    "split-empty",
    { message, help: `Mark rows with \`train\` in the column ${split.column}.` },
    { span },
  );
}
