/** From a source text to its syntax tree. Never throws; whatever is wrong comes back as findings. */

import type { IToken } from "chevrotain";
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import type { Source } from "../diagnostics/source.ts";
import type { SourceFile } from "./ast.ts";
import { pairBrackets } from "./brackets.ts";
import { buildItems } from "./build.ts";
import { LARGEST_SOURCE, MOST_FINDINGS } from "./limits.ts";
import { type Line, splitLines } from "./newlines.ts";
import { scan } from "./scan.ts";

export interface Parsed {
  readonly file: SourceFile;
  /** In order of appearance. */
  readonly diagnostics: readonly Diagnostic[];
}

/** What was parsed, with the words and lines that it was read from, for tools that write the file again. */
export interface ParsedLines extends Parsed {
  /** Every word and sign of the text, line breaks among them. */
  readonly tokens: readonly IToken[];
  /** The statements, as far as they could be set apart. */
  readonly lines: readonly Line[];
}

/**
 * Parses a source file. Statements that cannot be read are left out, as are parts of them; `missing` expressions and
 * names of no letters stand for what could not be left out, and have been reported.
 */
export function parse(source: Source): Parsed {
  const { file, diagnostics } = parseLines(source);
  return { file, diagnostics };
}

/** Parses a source file, and keeps what it was read from. */
export function parseLines(source: Source): ParsedLines {
  const whole = { file: source.file, start: 0, end: source.text.length };
  if (source.text.length > LARGEST_SOURCE) {
    const size = source.text.length;
    const tooLarge = diagnostic("source_too_large", { ...whole, end: 0 }, { size, limit: LARGEST_SOURCE });
    const file: SourceFile = { kind: "file", span: whole, items: [], comments: [] };
    return { file, diagnostics: [tooLarge], tokens: [], lines: [] };
  }
  const { tokens, comments, slips, holes } = scan(source);
  const paired = pairBrackets(source, tokens);
  const split = splitLines(source, paired.tokens);
  const gaps = [...holes, ...paired.diagnostics];
  const { items, diagnostics } = buildItems(source, split.lines, comments, gaps);
  return {
    file: { kind: "file", span: whole, items, comments },
    diagnostics: limited([...slips, ...gaps, ...split.diagnostics, ...diagnostics]),
    tokens,
    lines: split.lines,
  };
}

function limited(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const sorted = diagnostics.toSorted((a, b) => a.span.start - b.span.start);
  const beyond = sorted[MOST_FINDINGS];
  if (beyond === undefined) return sorted;
  return [
    ...sorted.slice(0, MOST_FINDINGS),
    diagnostic("too_many_errors", beyond.span, { limit: MOST_FINDINGS }),
  ];
}
