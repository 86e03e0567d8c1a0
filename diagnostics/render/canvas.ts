import type { Paint, Style } from "./paint.ts";

interface Cell {
  readonly text: string;
  readonly style?: Style | undefined;
}

/** One line of output under construction: cells by column. Holes are spaces. */
export type Row = Cell[];

/** Writes a text from a column on, one character a cell, over what was there. */
export function put(row: Row, column: number, text: string, style?: Style): void {
  let at = column;
  for (const character of text) row[at++] = { text: character, style };
}

/** The row as a line, neighbours of one style painted together, without spaces at the end. */
export function line(row: Row, paint: Paint): string {
  let done = "";
  let run = "";
  let style: Style | undefined;
  const flush = () => {
    if (run !== "") done += style === undefined ? run : paint(style, run);
    run = "";
  };
  for (let at = 0; at < row.length; at++) {
    const cell = row[at] ?? { text: " " };
    if (cell.style !== style) {
      flush();
      style = cell.style;
    }
    run += cell.text;
  }
  flush();
  return done.trimEnd();
}
