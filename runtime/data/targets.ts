import type { DataField } from "../../compiler/plan/data-plan.ts";
import type { OutputSpec } from "../../compiler/plan/interface.ts";
import { type FailureReason, failure } from "../failure.ts";
import { runtimeOf } from "../outputs/index.ts";
import { columnCells } from "./cells.ts";
import { isCellError } from "./encoders/define.ts";
import { allocate, type FeedRows, outputFeed } from "./feeds.ts";
import type { Table } from "./table.ts";

/**
 * The targets of an output, as its kind reads them from cells.
 *
 * @throws RuntimeFailure `label-unknown`, `cell-missing`, `cell-invalid`
 */
export function encodeTargets(
  table: Table,
  field: DataField,
  output: OutputSpec,
  rows: readonly number[],
): FeedRows {
  const feed = allocate(outputFeed(output), rows.length);
  const cells = columnCells(table, field);
  const encode = runtimeOf(output).encoder(output as never);
  rows.forEach((row, i) => {
    const cell = cells.at(row);
    try {
      encode(
        typeof cell === "string" ? cell : undefined,
        feed.data.subarray(i * feed.width, (i + 1) * feed.width),
      );
    } catch (error) {
      if (!isCellError(error)) throw error;
      const message = `${table.nameOf(row)}, ${field.column}: ${error.message}`;
      const reason = reasonOf(output, cell === undefined);
      throw failure(reason, { message, help: error.help }, { span: field.span, cause: error });
    }
  });
  return feed;
}

function reasonOf(output: OutputSpec, isEmpty: boolean): FailureReason {
  if ("category" in output) return "label-unknown";
  return isEmpty ? "cell-missing" : "cell-invalid";
}
