import type { Diagnostic } from "./diagnostic.ts";
import type { Severity } from "./messages/define.ts";

/** How many findings there are of each severity. */
export type Counts = Readonly<Record<Severity, number>>;

/** Findings put in order for a reader. */
export interface Collected<Name extends string> {
  /** By file, then by place. */
  readonly shown: readonly Diagnostic<Name>[];
  /** How many there are in all, shown or not. */
  readonly counts: Counts;
}

const WEIGHT: Record<Severity, number> = { error: 0, warning: 1, note: 2 };

export function countOf(diagnostics: readonly Diagnostic<string>[]): Counts {
  const counts: Record<Severity, number> = { error: 0, warning: 0, note: 0 };
  for (const { severity } of diagnostics) counts[severity] += 1;
  return counts;
}

/**
 * Orders findings by file and place, leaves out exact repetitions, and keeps at most `limit`: errors before
 * warnings before notes, and within each the first by place.
 */
export function collect<Name extends string>(
  diagnostics: readonly Diagnostic<Name>[],
  limit = 100,
): Collected<Name> {
  const seen = new Map(diagnostics.map((finding) => [identity(finding), finding]));
  const all = [...seen]
    .sort(([keyA, a], [keyB, b]) => byPlace(a, b) || compare(keyA, keyB))
    .map(([, one]) => one);
  const kept = [...all].sort((a, b) => WEIGHT[a.severity] - WEIGHT[b.severity]).slice(0, limit);
  const shown = new Set(kept);
  return { shown: all.filter((finding) => shown.has(finding)), counts: countOf(all) };
}

function byPlace(a: Diagnostic<string>, b: Diagnostic<string>): number {
  return (
    compare(a.span.file, b.span.file) ||
    a.span.start - b.span.start ||
    a.span.end - b.span.end ||
    WEIGHT[a.severity] - WEIGHT[b.severity] ||
    compare(a.code, b.code)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** All that a reader could tell two findings apart by. */
function identity({
  code,
  severity,
  message,
  span,
  label,
  related,
  help,
  fixes,
}: Diagnostic<string>): string {
  const place = ({ file, start, end }: Diagnostic["span"]) => [file, start, end];
  return JSON.stringify([
    code,
    severity,
    message,
    place(span),
    label,
    related.map((one) => [place(one.span), one.text]),
    help,
    fixes.map((fix) => [fix.title, fix.edits.map((edit) => [place(edit.span), edit.text])]),
  ]);
}
