import { put, type Row } from "./canvas.ts";
import type { Style } from "./paint.ts";

/** A range of columns of one line that is to be underlined, and the words to put there. */
export interface Underline {
  readonly from: number;
  readonly to: number;
  readonly text: string;
  readonly primary: boolean;
  readonly style: Style;
}

/**
 * Lays out the underlines of one line. All stand in the first row. The one that ends last has its words
 * beside it; the words of the others hang below, from right to left, each on a row of its own:
 *
 *     ^^^ -----  ----- feature[96]
 *     |   |
 *     |   feature[128]
 *     these
 */
export function underline(marks: readonly Underline[]): Row[] {
  if (marks.length === 0) return [];
  const first: Row = [];
  // Inner ones last, so that they show within those around them; of two alike, the primary one.
  for (const mark of [...marks].sort((a, b) => size(b) - size(a) || Number(a.primary) - Number(b.primary)))
    put(first, mark.from, (mark.primary ? "^" : "-").repeat(size(mark)), mark.style);

  const beside = marks.reduce((best, mark) =>
    mark.to > best.to || (mark.to === best.to && mark.from > best.from) ? mark : best,
  );
  if (beside.text !== "") put(first, beside.to + 1, beside.text, beside.style);

  const hanging = marks
    .filter((mark) => mark !== beside && mark.text !== "")
    .sort((a, b) => b.from - a.from || a.to - b.to);
  const rows = [first];
  for (let index = 0; index < hanging.length; index++) {
    const mark = hanging[index]!;
    if (index === 0) rows.push(strings(hanging));
    const row = strings(hanging.slice(index).filter((other) => other.from < mark.from));
    put(row, mark.from, mark.text, mark.style);
    rows.push(row);
  }
  return rows;
}

function strings(marks: readonly Underline[]): Row {
  const row: Row = [];
  for (const mark of [...marks].reverse()) put(row, mark.from, "|", mark.style);
  return row;
}

function size(mark: Underline): number {
  return mark.to - mark.from;
}
