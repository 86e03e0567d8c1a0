import { clampOffset, type Lines, linesOf, type Place, placeOf } from "../lines.ts";
import type { Source, Span } from "../source.ts";

/** The sources that findings speak of, by name. */
export type Files = ReadonlyMap<string, Lines>;

/** Both ends of a span, the second just behind its last character. */
export interface Region {
  readonly start: Place;
  readonly end: Place;
}

export function filesOf(sources: readonly Source[]): Files {
  return new Map(sources.map((source) => [source.file, linesOf(source)]));
}

/** Where a span starts and ends, or nothing if its source is not at hand. */
export function regionOf(files: Files, span: Span): Region | undefined {
  const lines = files.get(span.file);
  if (!lines) return undefined;
  const start = clampOffset(lines, span.start);
  return { start: placeOf(lines, start), end: placeOf(lines, Math.max(start, span.end)) };
}
