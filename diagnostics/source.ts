/** A half-open range of UTF-16 offsets in one source file. */
export interface Span {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

/** A source text and the name it is reported under. */
export interface Source {
  readonly file: string;
  readonly text: string;
}

/** The smallest span that covers both; they must lie in one file. */
export function cover(from: Span, to: Span): Span {
  return { file: from.file, start: Math.min(from.start, to.start), end: Math.max(from.end, to.end) };
}

/** One-based line and column of an offset. Columns count UTF-16 units. */
export function position(source: Source, offset: number): { line: number; column: number } {
  const before = source.text.slice(0, offset);
  const line = before.split("\n").length;
  return { line, column: offset - before.lastIndexOf("\n") };
}
