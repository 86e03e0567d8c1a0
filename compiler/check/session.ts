import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Source } from "../../diagnostics/source.ts";
import type { Item } from "../../grammar/ast.ts";

/**
 * What bounds the work that a project can cause, whatever it says: far more than any real model needs. Work is counted
 * in steps, never timed: an expression is one, a turn of a `for` another, an operator `OPERATOR_STEPS`.
 */
export const STEP_LIMIT = 1_000_000;
export const OPERATOR_STEPS = 40;

/** How many expressions and blocks may stand within each other, a block counting as `BLOCK_DEPTH`. */
export const DEPTH_LIMIT = 600;
export const BLOCK_DEPTH = 10;

/** Findings of one severity that are kept; with so many errors, checking ends. */
export const MOST_FINDINGS = 1000;

/** The checking of a project: where findings go, the texts they are about, and the work done so far. */
export interface Session {
  readonly sources: ReadonlyMap<string, Source>;
  readonly findings: readonly Diagnostic[];
  report(finding: Diagnostic): void;
  /** Does `work`, and says what it reports to be about the item. */
  about<T>(item: Item, work: () => T): T;
  /** What was reported about each item, however often the same. */
  readonly byItem: ReadonlyMap<Item, readonly Diagnostic[]>;
  /** Steps that are left of `STEP_LIMIT`; at 0 nothing more is checked. */
  steps: number;
  /** Whether it was said that something is nested too deep. */
  tooDeep: boolean;
  /** Places that every ragged axis of an input has more than declared; what a model requires is then not asked. */
  readonly padding: number;
}

export function createSession(
  sources: ReadonlyMap<string, Source>,
  before: readonly Diagnostic[] = [],
  padding = 0,
): Session {
  const findings = [...before];
  const counts = { error: 0, warning: 0, note: 0 };
  const warned = new Set<string>();
  const byItem = new Map<Item, Diagnostic[]>();
  let own: Diagnostic[] | undefined;
  const session: Session = {
    sources,
    findings,
    steps: STEP_LIMIT,
    tooDeep: false,
    padding,
    byItem,
    about(item, work) {
      const outer = own;
      own = byItem.get(item) ?? [];
      byItem.set(item, own);
      try {
        return work();
      } finally {
        own = outer;
      }
    },
    report(finding) {
      if (own !== undefined && own.length <= MOST_FINDINGS) own.push(finding);
      const { code, severity, span, message } = finding;
      if (severity !== "error") {
        // A block's body is checked again at every use, which must not warn again.
        const key = JSON.stringify([code, span, message]);
        if (warned.has(key)) return;
        warned.add(key);
      }
      if (++counts[severity] <= MOST_FINDINGS) findings.push(finding);
      else if (severity === "error") session.steps = 0;
    },
  };
  return session;
}
