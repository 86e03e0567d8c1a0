import type { Category } from "../../compiler/types/value-type.ts";
import { listNames, nearest } from "../../diagnostics/suggest.ts";
import { type CellError, cellError, quoteCell } from "../data/encoders/define.ts";

/** Labels listed in an error when none is near. */
const LISTED = 12;

/** A label that the category does not have; undefined where a cell is empty. */
function unknownLabel({ name, labels }: Category, label: string | undefined): CellError {
  const message = label === undefined ? "the cell is empty" : `${quoteCell(label)} is no label of ${name}`;
  const similar = label === undefined ? undefined : nearest(label, labels);
  const known = labels.length > LISTED ? `${labels.slice(0, LISTED).join(", ")}, …` : listNames(labels);
  const help =
    similar === undefined
      ? `Write one of ${known}, or add the label to the category.`
      : `Did you mean "${similar}"? Otherwise add the label to the category.`;
  return cellError(message, help);
}

/** The number of a label in its category, from 0. Throws CellError where it has none such. */
export function labelNumbers(category: Category): (label: string | undefined) => number {
  const numbers = new Map<unknown, number>(category.labels.map((label, number) => [label, number]));
  return (label) => {
    const number = numbers.get(label);
    if (number === undefined) throw unknownLabel(category, label);
    return number;
  };
}
