import { columnsOf, show } from "./columns.ts";

/** The part of a source line that is shown, and where offsets of the line lie in it. */
export interface Window {
  readonly text: string;
  /** The columns `[from, to)` of a range of offsets, moved to the window's edges where they lie outside. */
  readonly columns: (start: number, end: number) => { readonly from: number; readonly to: number };
}

/** Columns left in view before and after what matters. */
const CONTEXT = 12;

/**
 * Shows a line within `width` columns. A longer line is cut at one side or both, each cut shown by `…`, so that
 * the ranges of `focus` stay in view, from the first of them on.
 */
export function openWindow(
  line: string,
  focus: readonly [start: number, end: number][],
  width: number,
): Window {
  if (line.length > 30 * width) return openCut(line, focus, width);
  const shown = show(line);
  const total = shown.columns.at(-1)!;
  if (total <= width) return { text: shown.text, columns: (start, end) => columnsOf(shown, start, end) };

  const ranges = focus.map(([start, end]) => columnsOf(shown, start, end));
  const from = Math.min(total, ...ranges.map((range) => range.from));
  const to = Math.max(0, ...ranges.map((range) => range.to));
  // With room to spare the cut is behind the focus; otherwise the line starts shortly before it.
  const start = to + CONTEXT <= width ? 0 : Math.max(0, Math.min(from - CONTEXT, total - width + 1));
  const before = start > 0 ? 1 : 0;
  const after = total - start > width - before ? 1 : 0;
  const room = Math.max(1, width - before - after);
  const first = shown.columns.findIndex((column) => column >= start);
  const past = shown.columns.findIndex((column) => column > shown.columns[first]! + room);
  const last = past < 0 ? line.length : charStart(shown.columns, past - 1);
  const text = show(line.slice(first, last), shown.columns[first]).text;
  const shift = shown.columns[first]! - before;
  const edge = before + shown.columns[last]! - shown.columns[first]!;
  return {
    text: `${"…".repeat(before)}${text}${last < line.length ? "…" : ""}`,
    columns: (a, b) => {
      const range = columnsOf(shown, a, b);
      const left = clamp(range.from - shift, 0, edge);
      return { from: left, to: Math.max(left + 1, clamp(range.to - shift, 0, edge + 1)) };
    },
  };
}

/** The same for a line so long that measuring all of it would take its time: only what is near is looked at. */
function openCut(line: string, focus: readonly [start: number, end: number][], width: number): Window {
  const cut = Math.max(0, Math.min(...focus.map(([start]) => start)) - 10 * width);
  const mark = cut > 0 ? "…" : "";
  const near = `${mark}${line.slice(cut, cut + 20 * width)}…`;
  const inside = (offset: number) => clamp(offset - cut + mark.length, 0, near.length);
  const moved = focus.map(([start, end]): [number, number] => [inside(start), inside(end)]);
  const window = openWindow(near, moved, width);
  return { text: window.text, columns: (start, end) => window.columns(inside(start), inside(end)) };
}

/** The offset at which the character holding this offset starts. */
function charStart(columns: readonly number[], offset: number): number {
  let at = offset;
  while (at > 0 && columns[at] === columns[at - 1]) at -= 1;
  return at;
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(value, high));
}
