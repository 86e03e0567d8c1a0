import type { Diagnostic, Related } from "../diagnostic.ts";
import { type Lines, placeOf } from "../lines.ts";
import type { Source, Span } from "../source.ts";
import { line } from "./canvas.ts";
import { oneLine, printable } from "./columns.ts";
import { unpainted } from "./paint.ts";
import { type Files, filesOf } from "./regions.ts";
import type { RenderOptions } from "./render.ts";
import { type Mark, snippet } from "./snippet.ts";
import { summary } from "./summary.ts";

const DEFAULT_WIDTH = 160;

/**
 * Writes findings for people: each with the source lines that it speaks of, what is marked in them, and what
 * to do, then one line that counts them. Nothing is written where there are none.
 */
export function renderText(
  diagnostics: readonly Diagnostic<string>[],
  sources: readonly Source[],
  options: RenderOptions = {},
): string {
  if (diagnostics.length === 0) return "";
  const files = filesOf(sources);
  const findings = diagnostics.map((finding) => renderOne(finding, files, options));
  return `${[...findings, summary(diagnostics, options.counts)].join("\n\n")}\n`;
}

/** What goes wrong after sources are checked, such as with data: it has no code, and a place only sometimes. */
export interface Problem {
  readonly message: string;
  readonly help: readonly string[];
  readonly span?: Span | undefined;
  readonly related?: readonly Related[];
}

/** Writes a problem as a finding is written, without a final line break. */
export function renderProblem(
  problem: Problem,
  sources: readonly Source[],
  options: RenderOptions = {},
): string {
  return renderOne({ severity: "error", related: [], fixes: [], ...problem }, filesOf(sources), options);
}

type Shown = Omit<Diagnostic<string>, "code" | "name" | "span"> & {
  readonly code?: string;
  readonly span?: Span | undefined;
};

function renderOne(finding: Shown, files: Files, { colour, width = DEFAULT_WIDTH }: RenderOptions): string {
  const paint = colour || unpainted;
  const groups = byFile(finding);
  const last = Math.max(
    1,
    ...groups.flatMap(([file, marks]) => marks.map((mark) => lastLine(files.get(file), mark))),
  );
  const gutter = String(last).length;
  const pad = " ".repeat(gutter);
  const code = finding.code === undefined ? "" : `[${finding.code}]`;
  const title = paint(finding.severity, `${finding.severity}${code}`);
  const rows = [`${title}${paint("strong", `: ${oneLine(finding.message)}`)}`];
  for (const [file, marks] of groups) {
    const lines = files.get(file);
    rows.push(`${pad}${paint("gutter", "-->")} ${whereabouts(file, lines, marks)}`);
    if (!lines) continue;
    const room = Math.min(Math.max(20, width - gutter - 3), 500);
    rows.push(...snippet(lines, marks, gutter, room).map((row) => line(row, paint)));
  }
  const advice = (kind: string, text: string) => {
    const [first = "", ...rest] = text.split(/\r?\n/).map(printable);
    rows.push(`${pad} ${paint("gutter", "=")} ${paint("help", `${kind}:`)} ${first}`);
    rows.push(...rest.map((more) => `${pad}${" ".repeat(kind.length + 5)}${more}`));
  };
  for (const text of finding.help) advice("help", text);
  for (const { title } of finding.fixes) if (!isSaid(title, finding.help)) advice("fix", title);
  return rows.join("\n");
}

/** Whether the help says what a fix does. */
function isSaid(title: string, help: readonly string[]): boolean {
  const asked = `did you mean ${title.replace(/^write /, "")}?`;
  return help.some((text) => text.startsWith(title) || text === asked);
}

/** The marks of each file in source order: the finding's own file first, then the others as they are named. */
function byFile(finding: Shown): [file: string, marks: readonly Mark[]][] {
  const { span, label: text = "", severity: style } = finding;
  const primary: Mark[] = span === undefined ? [] : [{ span, text, primary: true, style }];
  const related = finding.related.map(
    ({ span, text }): Mark => ({ span, text, primary: false, style: "related" }),
  );
  const groups = new Map<string, Mark[]>();
  for (const mark of [...primary, ...related]) {
    const group = groups.get(mark.span.file);
    if (group) group.push(mark);
    else groups.set(mark.span.file, [mark]);
  }
  return [...groups].map(([file, marks]) => [file, marks.sort((a, b) => a.span.start - b.span.start)]);
}

function whereabouts(file: string, lines: Lines | undefined, marks: readonly Mark[]): string {
  const mark = marks.find((one) => one.primary) ?? marks[0];
  if (!lines || !mark) {
    const texts = marks.map((one) => oneLine(one.text)).filter((text) => text !== "");
    return [printable(file), ...texts].join(": ");
  }
  const place = placeOf(lines, mark.span.start);
  return `${printable(file)}:${place.line}:${place.column}`;
}

function lastLine(lines: Lines | undefined, mark: Mark): number {
  return lines ? placeOf(lines, Math.max(mark.span.start, mark.span.end)).line : 1;
}
