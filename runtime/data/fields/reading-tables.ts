import type { FieldSource } from "../../../compiler/plan/data-plan.ts";
import type { Span } from "../../../diagnostics/source.ts";
import { isRuntimeFailure } from "../../failure.ts";
import { cellError } from "../encoders/define.ts";
import { readAll } from "../tables/collect.ts";
import { openFiles } from "../tables/open-files.ts";

/**
 * The readings in a table of their own: a list of numbers for each column, NaN where a cell is none.
 *
 * @throws CellError
 */
export async function readingsIn(
  path: string,
  { columns, time }: Extract<FieldSource, { kind: "readings" }>,
  span: Span,
): Promise<Readonly<Record<string, readonly number[]>>> {
  try {
    const names = [time, ...columns];
    const opened = await openFiles(path, { span });
    const lacking = names.find((name) => !opened.names.includes(name));
    if (lacking !== undefined) {
      throw cellError(`it has no column ${lacking}`, `Its columns are ${opened.names.join(", ")}.`);
    }
    const table = await readAll(opened.stream(names), names);
    return Object.fromEntries(
      names.map((name) => [
        name,
        table.columns.get(name)!.map((cell) => (cell === null || cell === "" ? Number.NaN : Number(cell))),
      ]),
    );
  } catch (error) {
    if (isRuntimeFailure(error)) throw cellError(error.message, error.help, error);
    throw error;
  }
}
