import { clampOffset, type Lines, lineText, placeOf } from "../lines.ts";
import type { Span } from "../source.ts";
import { put, type Row } from "./canvas.ts";
import { oneLine } from "./columns.ts";
import type { Style } from "./paint.ts";
import { type Underline, underline } from "./underline.ts";
import { openWindow, type Window } from "./window.ts";

/** A span to point out and the words to put there. */
export interface Mark {
  readonly span: Span;
  readonly text: string;
  readonly primary: boolean;
  readonly style: Style;
}

/** A mark by lines (from 1) and offsets within them. */
interface Laid extends Omit<Mark, "span"> {
  readonly first: number;
  readonly last: number;
  readonly start: number;
  readonly end: number;
}

/** A mark over several lines, drawn as a rail to the left of the source; rails are numbered from the left. */
interface Rail extends Laid {
  readonly rail: number;
}

/**
 * Lays out the lines of one source that hold marks, each with its number and what is to be said about it.
 * Of a mark over several lines the first and the last are shown, joined by a rail. Where lines are left out
 * the numbers jump; more than one are shown as `...`.
 *
 * @param gutter columns for the line numbers
 * @param width columns for the source itself
 */
export function snippet(lines: Lines, marks: readonly Mark[], gutter: number, width: number): Row[] {
  const laid = marks.map((mark) => lay(lines, mark));
  const rails = assignRails(laid.filter((mark) => mark.last > mark.first));
  const indent = rails.length === 0 ? 0 : Math.max(...rails.map((rail) => rail.rail)) + 2;
  const shown = [...new Set(laid.flatMap((mark) => [mark.first, mark.last]))].sort((a, b) => a - b);
  const left = gutter + 3;

  const rows: Row[] = [gutterRow("", gutter)];
  let previous = shown[0]!;
  for (const number of shown) {
    if (number - previous > 2) {
      const row: Row = [];
      put(row, 0, "...", "gutter");
      putRails(row, left, rails, (rail) => rail.first < number && number <= rail.last);
      rows.push(row);
    }
    previous = number;
    rows.push(...lineRows(lines, number, laid, rails, { gutter, left, indent, width }));
  }
  return rows;
}

interface Layout {
  readonly gutter: number;
  readonly left: number;
  readonly indent: number;
  readonly width: number;
}

function lineRows(
  lines: Lines,
  number: number,
  laid: readonly Laid[],
  rails: readonly Rail[],
  { gutter, left, indent, width }: Layout,
): Row[] {
  const text = lineText(lines, number);
  const single = laid.filter((mark) => mark.first === number && mark.last === number);
  const opening = rails.filter((rail) => rail.first === number);
  const closing = rails.filter((rail) => rail.last === number);
  const window = openWindow(
    text,
    [
      ...single.map(({ start, end }): [number, number] => [start, end]),
      ...opening.map(({ start }): [number, number] => [start, start + 1]),
      ...closing.map(({ end }): [number, number] => [end - 1, end]),
    ],
    width - indent,
  );
  // A mark that starts with the line's own text needs no row to lead its rail there.
  const fromEdge = (rail: Rail) => rail.first === number && text.slice(0, rail.start).trim() === "";
  const open = new Set(rails.filter((rail) => rail.first < number && number <= rail.last));

  const source = gutterRow(String(number), gutter);
  putRails(source, left, rails, (rail) => open.has(rail));
  for (const rail of opening.filter(fromEdge)) put(source, left + rail.rail, "/", rail.style);
  put(source, left + indent, window.text);
  const rows = [source];

  const below = (draw: (row: Row) => void) => {
    const row = gutterRow("", gutter);
    putRails(row, left, rails, (rail) => open.has(rail));
    draw(row);
    rows.push(row);
  };
  for (const rail of opening.filter(fromEdge)) open.add(rail);
  for (const words of underline(single.map((mark) => underlineOf(mark, window)))) {
    below((row) => {
      words.forEach((cell, column) => {
        row[left + indent + column] = cell;
      });
    });
  }
  // Inner rails end first, outer ones start first, so that no lead crosses a rail of its own line.
  for (const rail of closing.sort((a, b) => b.rail - a.rail)) {
    open.delete(rail);
    const { from } = window.columns(rail.end - 1, rail.end);
    below((row) => {
      put(row, left + rail.rail, `|${"_".repeat(indent + from - rail.rail - 1)}${tip(rail)}`, rail.style);
      if (rail.text !== "") put(row, left + indent + from + 2, rail.text, rail.style);
    });
  }
  for (const rail of opening.filter((rail) => !fromEdge(rail)).sort((a, b) => a.rail - b.rail)) {
    const { from } = window.columns(rail.start, rail.start + 1);
    below((row) => {
      put(row, left + rail.rail + 1, `${"_".repeat(indent + from - rail.rail - 1)}${tip(rail)}`, rail.style);
    });
    open.add(rail);
  }
  return rows;
}

function lay(lines: Lines, { span, text, primary, style }: Mark): Laid {
  const start = clampOffset(lines, span.start);
  let end = Math.max(start, clampOffset(lines, span.end));
  const first = placeOf(lines, start);
  // A span up to the start of a line ends with the line before.
  while (end > start && /[\r\n]/.test(lines.source.text[end - 1]!)) end -= 1;
  const last = placeOf(lines, end);
  return {
    first: first.line,
    last: last.line,
    start: first.column - 1,
    end: last.column - 1,
    text: oneLine(text),
    primary,
    style,
  };
}

/** Gives each mark the first rail from the left that is free over all its lines. */
function assignRails(marks: readonly Laid[]): Rail[] {
  const rails: Rail[] = [];
  for (const mark of [...marks].sort((a, b) => a.first - b.first || b.last - a.last)) {
    const taken = new Set(
      rails
        .filter((other) => other.first <= mark.last && mark.first <= other.last)
        .map((other) => other.rail),
    );
    let rail = 0;
    while (taken.has(rail)) rail += 1;
    rails.push({ ...mark, rail });
  }
  return rails;
}

function putRails(row: Row, left: number, rails: readonly Rail[], when: (rail: Rail) => boolean): void {
  for (const rail of rails) if (when(rail)) put(row, left + rail.rail, "|", rail.style);
}

function gutterRow(number: string, gutter: number): Row {
  const row: Row = [];
  put(row, 0, `${number.padStart(gutter)} |`, "gutter");
  return row;
}

function underlineOf(mark: Laid, window: Window): Underline {
  return {
    ...window.columns(mark.start, mark.end),
    text: mark.text,
    primary: mark.primary,
    style: mark.style,
  };
}

function tip(rail: Rail): string {
  return rail.primary ? "^" : "-";
}
