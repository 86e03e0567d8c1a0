import type { IToken } from "chevrotain";
import type { Diagnostic, Fix } from "../diagnostics/diagnostic.ts";
import type { Span } from "../diagnostics/source.ts";
import { MOST_FINDINGS } from "./limits.ts";
import { endOf } from "./tokens.ts";

/** Adds a finding, unless there are more of them already than will be listed. */
export function note(findings: Diagnostic[], make: () => Diagnostic): void {
  if (findings.length <= MOST_FINDINGS) findings.push(make());
}

/** From the first token to the last. */
export function spanOf(file: string, first: IToken, last: IToken = first): Span {
  return { file, start: first.startOffset, end: Math.max(first.startOffset, endOf(last)) };
}

/** The empty place at an offset. */
export function placeAt(file: string, offset: number): Span {
  return { file, start: offset, end: offset };
}

/** A fix of one edit. */
export function fix(title: string, span: Span, text: string): Fix {
  return { title, edits: [{ span, text }] };
}
