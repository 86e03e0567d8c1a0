import type { Diagnostic } from "../diagnostic.ts";
import type { Severity } from "../messages/define.ts";

/** How many findings there are of each severity. */
export type Counts = Readonly<Record<Severity, number>>;

export function countOf(diagnostics: readonly Diagnostic<string>[]): Counts {
  const counts: Record<Severity, number> = { error: 0, warning: 0, note: 0 };
  for (const { severity } of diagnostics) counts[severity] += 1;
  return counts;
}

/**
 * Counts findings in words: `2 errors, 1 warning`.
 *
 * @param counts how many there are, where not all of them are shown
 */
export function summary(shown: readonly Diagnostic<string>[], counts: Counts = countOf(shown)): string {
  const parts = (["error", "warning", "note"] as const)
    .filter((severity) => counts[severity] > 0)
    .map((severity) => `${counts[severity]} ${severity}${counts[severity] === 1 ? "" : "s"}`);
  const hidden = counts.error + counts.warning + counts.note - shown.length;
  return `${parts.join(", ")}${hidden > 0 ? `, ${hidden} of them not shown` : ""}`;
}
