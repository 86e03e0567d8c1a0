import { resolve } from "node:path";
import type { DataField, DataPlan } from "../../compiler/plan/data-plan.ts";
import type { InputSpec } from "../../compiler/plan/interface.ts";
import { failure } from "../failure.ts";
import type { NumberCell } from "./encoders/define.ts";
import { arrayIn } from "./fields/arrays.ts";
import { folderOf } from "./tables/read.ts";

/** An input, and where its cells come from. */
export interface ReadInput {
  readonly input: InputSpec;
  readonly field: DataField;
  /** The array of a field that comes from `rows(…)`. */
  readonly array: NumberCell | undefined;
}

export function fieldOf(plan: DataPlan, name: string): DataField {
  const field = plan.fields.find((candidate) => candidate.name === name);
  if (field === undefined) throw new Error(`the data declaration ${plan.name} has no field ${name}`);
  return field;
}

/**
 * Opens what inputs are read from beside the table.
 *
 * @param rows of the table
 * @throws RuntimeFailure `cell-invalid`, `file-missing`, `file-unreadable`
 */
export const readInputs = (
  inputs: readonly InputSpec[],
  plan: DataPlan,
  project: string,
  rows: number,
): Promise<readonly ReadInput[]> =>
  Promise.all(
    inputs.map(async (input) => {
      const field = fieldOf(plan, input.name);
      return { input, field, array: await arrayOf(field, plan, project, rows) };
    }),
  );

/** The array of a field that comes from `rows(…)`, which has an entry for each row where it does not say which. */
async function arrayOf(
  { source, span, name }: DataField,
  plan: DataPlan,
  project: string,
  rows: number,
): Promise<NumberCell | undefined> {
  if (source.kind !== "rows") return undefined;
  const array = await arrayIn(resolve(folderOf(plan, project), source.path), source.tensor, span);
  const [count] = array.shape;
  if (source.at !== undefined || count === rows) return array;
  const message = `${source.path} has ${count} entries for ${name}, and the table ${rows} rows`;
  const help = "Write an entry for each row, or say with `at:` which column tells the entry.";
  throw failure("cell-invalid", { message, help }, { span });
}
