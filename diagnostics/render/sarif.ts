import type { Diagnostic, Fix } from "../diagnostic.ts";
import { explanationPage, titleOf } from "../explain.ts";
import type { Message } from "../messages/define.ts";
import { messages } from "../messages/index.ts";
import type { Source, Span } from "../source.ts";
import { type Files, filesOf, regionOf } from "./regions.ts";
import type { RenderOptions } from "./render.ts";

/**
 * Writes findings as a SARIF 2.1.0 log, which code scanning and many editors read. Each code found is a rule with
 * its explanation; columns count UTF-16 units.
 *
 * Source: OASIS, Static Analysis Results Interchange Format (SARIF) Version 2.1.0.
 */
export function renderSarif(
  diagnostics: readonly Diagnostic<string>[],
  sources: readonly Source[],
  options: RenderOptions = {},
): string {
  const files = filesOf(sources);
  const entries = new Map<string, Message>(
    Object.values<Message>(options.registry ?? messages).map((entry) => [entry.code, entry]),
  );
  const codes = [...new Set(diagnostics.map((finding) => finding.code))].sort();
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "Fusewire",
            ...(options.version === undefined ? {} : { version: options.version }),
            rules: codes.map((code) => rule(code, entries.get(code))),
          },
        },
        columnKind: "utf16CodeUnits",
        results: diagnostics.map((finding) => result(finding, codes.indexOf(finding.code), files)),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function rule(code: string, entry: Message | undefined) {
  if (!entry) return { id: code };
  return {
    id: code,
    shortDescription: { text: titleOf(entry) },
    fullDescription: { text: entry.explanation },
    help: { text: entry.explanation, markdown: explanationPage(entry) },
    defaultConfiguration: { level: entry.severity },
  };
}

function result(finding: Diagnostic<string>, ruleIndex: number, files: Files) {
  const { code, severity, message, span, label, related, help, fixes } = finding;
  const repairs = fixes.filter(({ edits }) => edits.length > 0).map((fix) => repair(files, fix));
  return {
    ruleId: code,
    ruleIndex,
    level: severity,
    message: words([message, ...help.map((text) => `help: ${text}`)].join("\n")),
    locations: [location(files, span, label)],
    ...(related.length === 0
      ? {}
      : {
          relatedLocations: related.map((other, index) => ({
            id: index + 1,
            ...location(files, other.span, other.text),
          })),
        }),
    ...(repairs.length === 0 ? {} : { fixes: repairs }),
  };
}

function repair(files: Files, { title, edits }: Fix) {
  const changed = [...new Set(edits.map(({ span }) => span.file))];
  return {
    description: words(title),
    artifactChanges: changed.map((file) => ({
      artifactLocation: { uri: uriOf(file) },
      replacements: edits
        .filter(({ span }) => span.file === file)
        .map(({ span, text }) => ({ deletedRegion: region(files, span), insertedContent: { text } })),
    })),
  };
}

function location(files: Files, span: Span, text = "") {
  return {
    physicalLocation: { artifactLocation: { uri: uriOf(span.file) }, region: region(files, span) },
    ...(text === "" ? {} : { message: words(text) }),
  };
}

function region(files: Files, span: Span) {
  const offsets = { charOffset: span.start, charLength: Math.max(0, span.end - span.start) };
  const found = regionOf(files, span);
  if (!found) return offsets;
  const { start, end } = found;
  return {
    startLine: start.line,
    startColumn: start.column,
    endLine: end.line,
    endColumn: end.column,
    ...offsets,
  };
}

/** A message object. Braces would be placeholders (section 3.11.5) and `[text](target)` a link (3.11.6). */
function words(text: string) {
  return { text: text.replace(/[{}]/g, "$&$&").replaceAll("](", "] (") };
}

const LONE_SURROGATE = /\p{Surrogate}/gu;

/** A relative path as it is, with slashes; an absolute one as a `file:` URI. */
function uriOf(file: string): string {
  const parts = file.replace(LONE_SURROGATE, "\ufffd").replaceAll("\\", "/").split("/");
  const path = parts.map(encodeURIComponent).join("/");
  if (path.startsWith("/")) return `file://${path}`;
  return /^[A-Za-z]%3A\//.test(path) ? `file:///${path.replace("%3A", ":")}` : path;
}
