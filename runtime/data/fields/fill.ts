import type { DataField } from "../../../compiler/plan/data-plan.ts";
import type { InputSpec } from "../../../compiler/plan/interface.ts";
import type { Table } from "../tables/table.ts";
import { type FieldFit, numbersIn, transformOf } from "./prepare.ts";

/** Learns what stands for the empty numbers of a field from its training rows, one after another. */
export interface FillLearner {
  /** Whether there is anything to be learned from rows. */
  readonly learns: boolean;
  add(table: Table, row: number): void;
  fitted(): Pick<FieldFit, "fill">;
}

export function fillLearner(field: DataField, input: InputSpec): FillLearner {
  const fill = transformOf(field, "fill");
  if (fill === undefined || field.source.kind !== "columns") {
    return { learns: false, add: () => {}, fitted: () => ({}) };
  }
  const columns = field.source.columns.slice(0, numbersIn(input, field.source.columns.length));
  const counts = columns.map(() => 0);
  const means = columns.map(() => 0);
  return {
    learns: fill.with !== "zero",
    add(table, row) {
      columns.forEach((column, i) => {
        const number = Number(table.columns.get(column)?.[row] || Number.NaN);
        if (!Number.isFinite(number)) return;
        counts[i]!++;
        means[i]! += (number - means[i]!) / counts[i]!;
      });
    },
    fitted: () => ({ fill: fill.with === "zero" ? columns.map(() => 0) : means }),
  };
}
