import type { Diagnostic } from "../diagnostic.ts";
import type { Source, Span } from "../source.ts";
import { type Files, filesOf, regionOf } from "./regions.ts";

/**
 * Writes findings for programs: a JSON array with one object for each, whose fields always stand in this order:
 *
 * - `code`, `name`, `severity` (`error`, `warning` or `note`), `message`, `label` (or null);
 * - `file`, `start`, `end`: places as `{ line, column, offset }`, lines and columns from 1, offsets from 0, columns
 *   and offsets in UTF-16 units, the end just behind the last character; line and column are null where the
 *   file's text was not at hand;
 * - `related`: objects with `text`, `file`, `start`, `end`;
 * - `help`: sentences;
 * - `fixes`: objects with `title` and `edits`, each with the `text` that replaces `file`, `start` to `end`.
 */
export function renderJson(diagnostics: readonly Diagnostic<string>[], sources: readonly Source[]): string {
  const files = filesOf(sources);
  const findings = diagnostics.map((finding) => ({
    code: finding.code,
    name: finding.name,
    severity: finding.severity,
    message: finding.message,
    label: finding.label ?? null,
    ...location(files, finding.span),
    related: finding.related.map(({ text, span }) => ({ text, ...location(files, span) })),
    help: finding.help,
    fixes: finding.fixes.map(({ title, edits }) => ({
      title,
      edits: edits.map(({ text, span }) => ({ text, ...location(files, span) })),
    })),
  }));
  return `${JSON.stringify(findings, undefined, 2)}\n`;
}

function location(files: Files, span: Span) {
  const region = regionOf(files, span);
  const place = (end: "start" | "end") => ({
    line: region?.[end].line ?? null,
    column: region?.[end].column ?? null,
    offset: span[end],
  });
  return { file: span.file, start: place("start"), end: place("end") };
}
