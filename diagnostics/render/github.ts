import type { Diagnostic } from "../diagnostic.ts";
import type { Severity } from "../messages/define.ts";
import type { Source } from "../source.ts";
import { type Files, filesOf, regionOf } from "./regions.ts";

const COMMANDS: Record<Severity, string> = { error: "error", warning: "warning", note: "notice" };

/** Writes findings as workflow commands of GitHub Actions, which shows each beside the line it speaks of. */
export function renderGithub(diagnostics: readonly Diagnostic<string>[], sources: readonly Source[]): string {
  const files = filesOf(sources);
  return diagnostics.map((finding) => `${command(finding, files)}\n`).join("");
}

function command(finding: Diagnostic<string>, files: Files): string {
  const region = regionOf(files, finding.span);
  const properties: Record<string, string | number> = { file: finding.span.file };
  if (region) {
    const { start, end } = region;
    properties.line = start.line;
    // GitHub takes columns only for what lies on one line.
    if (start.line === end.line) properties.col = start.column;
    properties.endLine = end.line;
    if (start.line === end.line) properties.endColumn = end.column;
  }
  properties.title = finding.code;
  const list = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
  return `::${COMMANDS[finding.severity]} ${list.join(",")}::${escapeData(body(finding, files))}`;
}

function body(finding: Diagnostic<string>, files: Files): string {
  const label = finding.label === undefined ? "" : ` (${finding.label})`;
  const related = finding.related.map(({ span, text }) => {
    const start = regionOf(files, span)?.start;
    return `${start ? `${span.file}:${start.line}:${start.column}` : span.file}: ${text}`;
  });
  return [`${finding.message}${label}`, ...related, ...finding.help.map((text) => `help: ${text}`)].join(
    "\n",
  );
}

function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
