import type { Source } from "./source.ts";

/** A source with the offsets at which its lines start, so that many places are found quickly. */
export interface Lines {
  readonly source: Source;
  /** Offset of the first character of each line; the first is always 0. */
  readonly starts: readonly number[];
}

/** A place as people count: both from 1, columns in UTF-16 units. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

export function linesOf(source: Source): Lines {
  const starts = [0];
  for (let at = source.text.indexOf("\n"); at >= 0; at = source.text.indexOf("\n", at + 1))
    starts.push(at + 1);
  return { source, starts };
}

/** Where an offset lies. Offsets outside the text are moved to its nearer end. */
export function placeOf(lines: Lines, offset: number): Place {
  const at = clampOffset(lines, offset);
  let low = 0;
  let high = lines.starts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (lines.starts[middle]! <= at) low = middle;
    else high = middle;
  }
  return { line: low + 1, column: at - lines.starts[low]! + 1 };
}

/** The text of a line (from 1) without its line break. */
export function lineText(lines: Lines, line: number): string {
  const { text } = lines.source;
  return text.slice(lines.starts[line - 1], lines.starts[line] ?? text.length).replace(/\r?\n$/, "");
}

export function clampOffset(lines: Lines, offset: number): number {
  return Math.max(0, Math.min(offset, lines.source.text.length));
}
