import { type Counts, countOf } from "../collect.ts";
import type { Diagnostic } from "../diagnostic.ts";

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
