import type { Diagnostic, Fix } from "../../../diagnostics/diagnostic.ts";
import type { Source } from "../../../diagnostics/source.ts";

/** The source with the edits of some fixes made. */
export function mended({ file, text }: Source, fixes: readonly Fix[]): Source {
  const edits = fixes.flatMap((fix) => fix.edits).toSorted((a, b) => b.span.start - a.span.start);
  let mended = text;
  let before = text.length;
  for (const { span, text: written } of edits) {
    if (span.file !== file || span.start > span.end || span.end > before)
      throw new Error(`an edit of ${span.file} ${span.start}-${span.end} does not fit`);
    mended = mended.slice(0, span.start) + written + mended.slice(span.end);
    before = span.start;
  }
  return { file, text: mended };
}

/** The first fix of each finding that has one. */
export function firstFixes(findings: readonly Diagnostic[]): readonly Fix[] {
  return findings.flatMap(({ fixes }) => fixes.slice(0, 1));
}
