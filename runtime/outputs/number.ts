import { cellError, quoteCell } from "../data/encoders/define.ts";
import type { OutputRuntime } from "./define.ts";
import { type RegressionColumn, regressionMeasure } from "./regression.ts";

export interface NumberDecision {
  readonly value: number;
}

const HELP = "Write a finite number, with a point before its decimals, or leave the record out of the table.";

export const number: OutputRuntime<"number", NumberDecision, RegressionColumn> = {
  encoder: () => (cell, into) => {
    if (cell === undefined || cell.trim() === "") throw cellError("the cell is empty", HELP);
    const value = Math.fround(Number(cell));
    if (!Number.isFinite(value)) throw cellError(`${quoteCell(cell)} is no number`, HELP);
    into[0] = value;
  },
  decide: (_, given) => ({ value: given[0]! }),
  measure: () => regressionMeasure(1),
  details: () => ({}),
};
