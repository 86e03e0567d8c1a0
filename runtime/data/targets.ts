import type { DataField } from "../../compiler/plan/data-plan.ts";
import type { OutputSpec } from "../../compiler/plan/interface.ts";
import { type FailureReason, failure } from "../failure.ts";
import { runtimeOf } from "../outputs/index.ts";
import { columnCells } from "./cells.ts";
import { isCellError } from "./encoders/define.ts";
import { allocate, type FeedRows, outputFeed } from "./feeds.ts";
import type { Table } from "./tables/table.ts";

/** The targets of an output, as its kind reads them from cells. */
export interface TargetWriter {
  readonly feed: FeedRows;
  /**
   * What writes the target of a table's row to a place.
   *
   * @throws RuntimeFailure `label-unknown`, `cell-missing`, `cell-invalid`
   */
  open(table: Table): (place: number, row: number) => void;
}

/** Memory for the targets of so many rows, and what fills it. */
export function targetWriter(field: DataField, output: OutputSpec, rows: number): TargetWriter {
  const feed = allocate(outputFeed(output), rows);
  const encode = runtimeOf(output).encoder(output as never);
  return {
    feed,
    open(table) {
      const cells = columnCells(table, field);
      return (place, row) => {
        const cell = cells.at(row);
        try {
          encode(cell, feed.data.subarray(place * feed.width, (place + 1) * feed.width));
        } catch (error) {
          if (!isCellError(error)) throw error;
          const message = `${table.nameOf(row)}, ${cells.called}: ${error.message}`;
          const reason = reasonOf(output, cell === undefined);
          throw failure(reason, { message, help: error.help }, { span: field.span, cause: error });
        }
      };
    },
  };
}

function reasonOf(output: OutputSpec, isEmpty: boolean): FailureReason {
  if ("category" in output) return "label-unknown";
  return isEmpty ? "cell-missing" : "cell-invalid";
}
