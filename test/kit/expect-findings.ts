import { expect } from "vitest";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { linesOf, placeOf } from "../../diagnostics/lines.ts";
import { renderText } from "../../diagnostics/render/text.ts";
import type { Source, Span } from "../../diagnostics/source.ts";
import type { Marked } from "./marked.ts";

/** A finding that a test waits for. At least one of `name` and `code` says which. */
export interface Expected<Name extends string = string> {
  readonly name?: Name;
  readonly code?: string;
  /** Which mark it lies at: the mark's name, or its number from 0. By default, the n-th finding lies at the n-th mark. */
  readonly at?: string | number;
  readonly message?: string | RegExp;
}

/**
 * Runs a check on a marked source and compares what it finds with what is expected, whatever the order. All
 * findings must be expected and all expected ones found; failing shows the two lists and the findings as a
 * user would see them.
 */
export function expectFindings<Name extends string>(
  check: (source: Source) => readonly Diagnostic<Name>[],
  marked: Marked,
  expected: readonly Expected<NoInfer<Name>>[],
): void {
  const found = [...check(marked.source)];
  const spans = expected.map((one, index) => spanAt(marked, one.at ?? index));
  const describe = (span: Span, text: string) => `${range(marked.source, span)} ${text}`;

  const wanted: string[] = [];
  const got: string[] = [];
  const rest = [...found];
  expected.forEach((one, index) => {
    const match = rest.findIndex((finding) => fits(finding, one, spans[index]!));
    const what = describe(spans[index]!, words(one));
    wanted.push(what);
    if (match < 0) return;
    rest.splice(match, 1);
    got.push(what);
  });
  got.push(
    ...rest.map((finding) => describe(finding.span, `${finding.code} ${finding.name}: ${finding.message}`)),
  );

  const shown =
    found.length === 0 ? "nothing was found" : renderText(found, [marked.source], { colour: false });
  expect(got.sort(), `the findings were:\n\n${shown}`).toEqual(wanted.sort());
}

function fits(finding: Diagnostic<string>, expected: Expected, span: Span): boolean {
  const { message } = expected;
  return (
    (expected.name ?? finding.name) === finding.name &&
    (expected.code ?? finding.code) === finding.code &&
    finding.span.file === span.file &&
    finding.span.start === span.start &&
    finding.span.end === span.end &&
    (message === undefined ||
      (typeof message === "string" ? message === finding.message : message.test(finding.message)))
  );
}

function words({ code, name, message }: Expected): string {
  if (code === undefined && name === undefined) throw new Error("an expected finding needs a name or a code");
  const which = [code, name].filter((part) => part !== undefined).join(" ");
  return message === undefined ? which : `${which}: ${message}`;
}

function spanAt(marked: Marked, at: string | number): Span {
  const named = Object.hasOwn(marked.named, at) ? marked.named[at] : undefined;
  const span = typeof at === "number" ? marked.spans[at] : named;
  if (!span) throw new Error(`the source has no mark ${at}`);
  return span;
}

function range(source: Source, span: Span): string {
  if (span.file !== source.file) return `${span.file} ${span.start}-${span.end}`;
  const lines = linesOf(source);
  const [start, end] = [placeOf(lines, span.start), placeOf(lines, span.end)];
  return `${start.line}:${start.column}-${end.line}:${end.column} «${source.text.slice(span.start, span.end)}»`;
}
