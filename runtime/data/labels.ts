import type { DataField } from "../../compiler/plan/data-plan.ts";
import type { OutputSpec } from "../../compiler/plan/interface.ts";
import { listNames, nearest } from "../../diagnostics/suggest.ts";
import { failure } from "../failure.ts";
import { columnCells } from "./cells.ts";
import { quoteCell } from "./encoders/define.ts";
import { allocate, type FeedRows, outputFeed } from "./feeds.ts";
import type { Table } from "./table.ts";

/** Labels listed in an error when none is near. */
const LISTED = 12;

/**
 * The labels of an output as numbers of its category.
 *
 * @throws RuntimeFailure `label-unknown`
 */
export function encodeLabels(
  table: Table,
  field: DataField,
  output: OutputSpec,
  rows: readonly number[],
): FeedRows {
  const { name, labels } = output.category;
  const numbers = new Map<unknown, number>(labels.map((label, number) => [label, number]));
  const feed = allocate(outputFeed(output), rows.length);
  const cells = columnCells(table, field);
  rows.forEach((row, i) => {
    const cell = cells.at(row);
    const number = numbers.get(cell);
    if (number === undefined) throw unknown(typeof cell === "string" ? cell : undefined, row);
    feed.data[i] = number;
  });
  return feed;

  function unknown(cell: string | undefined, row: number) {
    const found = cell === undefined ? "the cell is empty" : `${quoteCell(cell)} is no label of ${name}`;
    const similar = cell === undefined ? undefined : nearest(cell, labels);
    const known = labels.length > LISTED ? `${labels.slice(0, LISTED).join(", ")}, …` : listNames(labels);
    const help =
      similar === undefined
        ? `Write one of ${known}, or add the label to the category.`
        : `Did you mean "${similar}"? Otherwise add the label to the category.`;
    const message = `${table.nameOf(row)}, ${field.column}: ${found}`;
    return failure("label-unknown", { message, help }, { span: field.span });
  }
}
