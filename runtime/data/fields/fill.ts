import type { DataField } from "../../../compiler/plan/data-plan.ts";
import type { InputSpec } from "../../../compiler/plan/interface.ts";
import type { Table } from "../tables/table.ts";
import { type FieldFit, numbersIn, transformOf } from "./prepare.ts";

/** What stands for the empty numbers of a field, by its training rows; nothing where that is not declared. */
export function fitFill(
  field: DataField,
  input: InputSpec,
  table: Table,
  rows: readonly number[],
): Pick<FieldFit, "fill"> {
  const fill = transformOf(field, "fill");
  if (fill === undefined || field.source.kind !== "columns") return {};
  const columns = field.source.columns.slice(0, numbersIn(input, field.source.columns.length));
  const meanOf = (column: string): number => {
    const cells = table.columns.get(column) ?? [];
    const numbers = rows.flatMap((row) => {
      const number = Number(cells[row] || Number.NaN);
      return Number.isFinite(number) ? [number] : [];
    });
    return numbers.length === 0 ? 0 : numbers.reduce((a, b) => a + b / numbers.length, 0);
  };
  return { fill: columns.map((column) => (fill.with === "zero" ? 0 : meanOf(column))) };
}
