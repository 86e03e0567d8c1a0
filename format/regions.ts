/**
 * Which statements of a body can be laid out, and which stay as they are because something in them, or beside them on
 * their lines, cannot be read.
 */
import { FOREIGN_WORDS } from "../grammar/foreign-words.ts";
import { binds } from "../grammar/layout.ts";
import type { Line } from "../grammar/newlines.ts";
import * as t from "../grammar/tokens.ts";
import { type Extent, firstFrom, startOf } from "./extents.ts";
import type { Syntax } from "./syntax.ts";

/** A part of a body. */
export type Region =
  | (Extent & { readonly kind: "sound"; readonly line: Line; readonly body?: readonly Region[] })
  /** `line` is the statement that it begins with, where it begins with one. */
  | (Extent & { readonly kind: "broken"; readonly line?: Line });

/** What telling regions needs. */
export interface Surveying {
  readonly text: string;
  readonly syntax: Syntax;
  /** All that must be in some region, in order: words, and comments that are none. */
  readonly pieces: readonly Extent[];
  /** Where something is wrong. */
  readonly troubles: readonly Extent[];
  /** Whether an item with anything wrong in it stays whole. */
  readonly coarse: boolean;
}

/** The regions of a file. */
export function regionsOf(survey: Surveying, lines: readonly Line[]): readonly Region[] {
  return regionsIn(survey, lines, { start: 0, end: survey.text.length }, true) ?? [];
}

/** The regions between two offsets; undefined where one of them shares a line with the braces around it. */
function regionsIn(
  survey: Surveying,
  lines: readonly Line[],
  inside: Extent,
  top: boolean,
): readonly Region[] | undefined {
  const read = lines.filter(({ tokens }) => tokens.length > 0).map((line) => regionOf(survey, line, top));
  const spread = merged(survey, [...read, ...strays(survey, read, inside)].sort(byStart), top);
  const touchesBraces = spread.some(
    (region) => region.kind === "broken" && !top && !standsApart(survey.text, region, inside),
  );
  return touchesBraces ? undefined : spread;
}

function byStart(a: Extent, b: Extent): number {
  return a.start - b.start;
}

function regionOf(survey: Surveying, line: Line, top: boolean): Region {
  const [first] = line.tokens;
  const extent = {
    start: first!.startOffset,
    end: line.tokens.reduce((end, token) => Math.max(end, t.endOf(token)), 0),
  };
  const broken: Region = { kind: "broken", line, ...extent };
  const begins = top ? survey.syntax.items : survey.syntax.statements;
  if (!begins.has(extent.start)) return broken;
  const brace = bodyOf(survey, line, extent);
  if (brace === undefined) {
    return isTouched(survey, extent) ? broken : { kind: "sound", line, ...extent };
  }
  const header = { start: extent.start, end: brace.start + 1 };
  const end = { start: brace.end - 1, end: brace.end };
  if (isTouched(survey, header) || isTouched(survey, end)) return broken;
  if (survey.coarse && top && isTouched(survey, extent)) return broken;
  const inner = { start: brace.start + 1, end: brace.end - 1 };
  const body = regionsIn(survey, line.body ?? [], inner, false);
  return body === undefined ? broken : { kind: "sound", line, ...extent, body };
}

/** The braces that a statement ends with, where both are there and hold statements. */
function bodyOf({ text }: Surveying, line: Line, { end }: Extent): Extent | undefined {
  const token = line.tokens[line.tokens.length - 1];
  if (token?.tokenType !== t.Body || t.is(line.tokens[0], t.Use)) return undefined;
  const isWhole = text[token.startOffset] === "{" && text[end - 1] === "}" && t.endOf(token) === end;
  return isWhole ? { start: token.startOffset, end } : undefined;
}

/** Whether something is wrong in a part of the text, or right beside it. */
function isTouched({ troubles }: Surveying, extent: Extent): boolean {
  return troubles.some((trouble) => meets(trouble, extent));
}

function meets(a: Extent, b: Extent): boolean {
  return a.start <= b.end && a.end >= b.start;
}

// ---- what belongs to no statement ----------------------------------------------------------------------

function strays(survey: Surveying, read: readonly Region[], inside: Extent): readonly Region[] {
  const sorted = [...read].sort(byStart);
  const isStray = ({ start, end }: Extent) => {
    const region = sorted[firstFrom(sorted, start + 1, startOf) - 1];
    return start < end && (region === undefined || end > region.end);
  };
  const [from, to] = [inside.start, inside.end].map((at) => firstFrom(survey.pieces, at, startOf));
  const pieces = survey.pieces.slice(from, to);
  const troubles = survey.troubles.filter(({ start, end }) => start >= inside.start && end <= inside.end);
  return [...pieces, ...troubles].filter(isStray).map(({ start, end }) => ({ kind: "broken", start, end }));
}

// ---- lines of the text ---------------------------------------------------------------------------------

/** Broken regions take in whatever shares a line of the text with them, and what seems to be meant for their bodies. */
function merged({ text, syntax }: Surveying, regions: readonly Region[], top: boolean): readonly Region[] {
  const out: Region[] = [];
  for (const region of regions) {
    let current = region;
    for (let last = out[out.length - 1]; last !== undefined; last = out[out.length - 1]) {
      const isBroken = last.kind === "broken" || current.kind === "broken";
      const joins =
        (isBroken && shareLine(text, last, current)) ||
        (last.kind === "broken" && isMeantFor(text, last, current, top ? syntax.items : undefined)) ||
        current.start < last.end;
      if (!joins) break;
      out.pop();
      current = joined(last, current);
    }
    out.push(current);
  }
  return out;
}

function joined(first: Region, second: Region): Region {
  const extent = { start: Math.min(first.start, second.start), end: Math.max(first.end, second.end) };
  return { kind: "broken", ...extent, ...(first.line === undefined ? {} : { line: first.line }) };
}

function shareLine(text: string, first: Extent, second: Extent): boolean {
  return !text.slice(first.end, Math.max(first.end, second.start)).includes("\n");
}

/**
 * Whether a region goes on one that lacks the braces of its body: at the top whatever begins no item, and within
 * bodies what is indented further.
 */
function isMeantFor(
  text: string,
  { line, start }: Region,
  next: Region,
  items: ReadonlySet<number> | undefined,
): boolean {
  const [first, second] = line?.tokens ?? [];
  if (line?.tokens[line.tokens.length - 1]?.tokenType === t.Body) return false;
  if (items !== undefined) return next.kind === "broken" && !items.has(next.start);
  if (first === undefined || binds(first, second)) return false;
  const wantsBody = t.is(first, t.For) || FOREIGN_WORDS.has(first.image);
  return wantsBody && columnOf(text, next.start) > columnOf(text, start);
}

/** How many characters stand before an offset on its line. */
export function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf("\n", offset - 1) + 1);
}

/** Whether a region has lines of its own within braces. */
function standsApart(text: string, region: Extent, inside: Extent): boolean {
  return (
    text.slice(inside.start, region.start).includes("\n") && text.slice(region.end, inside.end).includes("\n")
  );
}
