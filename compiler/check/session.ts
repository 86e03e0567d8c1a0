import { type Diagnostic, diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Source } from "../../diagnostics/source.ts";
import type { Expression } from "../../grammar/ast.ts";
import type { Application, Elaborator, Step } from "./elaborator.ts";
import type { Scope } from "./scope.ts";
import type { Value } from "./values.ts";

/** Operators, blocks and turns that one body may expand to: far more than any real model has. */
const LIMIT = 20_000;

/** Where findings go, and the texts they are about. */
export interface Session {
  readonly sources: ReadonlyMap<string, Source>;
  readonly findings: Diagnostic[];
}

/** Starts the checking of one body. `evaluate` is handed in because expressions and calls refer to each other. */
export function createElaborator(
  session: Session,
  evaluate: (elaborator: Elaborator, expression: Expression, scope: Scope) => Value,
): { elaborator: Elaborator; applications: readonly Application[] } {
  const applications: Application[] = [];
  const steps: Step[] = [];
  let values = 0;
  let spent = 0;
  let errors = 0;
  let prefix = "";
  let ordinals = new Map<string, number>();

  const elaborator: Elaborator = {
    expanding: [],
    report(finding) {
      if (finding.severity === "error") errors++;
      const via = steps.map(({ span, text }) => ({ span, text })).reverse();
      session.findings.push(via.length === 0 ? finding : { ...finding, related: [...finding.related, ...via] });
    },
    errors: () => errors,
    words: (span) => shorten(session.sources.get(span.file)?.text.slice(span.start, span.end) ?? ""),
    evaluate: (expression, scope) => evaluate(elaborator, expression, scope),
    value: (type, span) => ({ id: values++, type, span }),
    record: (application) => void applications.push(application),
    path(name) {
      const base = prefix === "" ? name : `${prefix}/${name}`;
      const count = (ordinals.get(base) ?? 0) + 1;
      ordinals.set(base, count);
      return count === 1 ? base : `${base}_${count}`;
    },
    below(path, again, work) {
      const outer = { prefix, ordinals };
      prefix = path;
      if (again) ordinals = new Map();
      try {
        return work();
      } finally {
        ({ prefix, ordinals } = outer);
      }
    },
    via(step, work) {
      steps.push(step);
      try {
        return work();
      } finally {
        steps.pop();
      }
    },
    spend(span) {
      spent++;
      if (spent === LIMIT + 1) elaborator.report(diagnostic("expansion_limit", span, { limit: LIMIT }));
      return spent <= LIMIT;
    },
  };
  return { elaborator, applications };
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length <= 40 ? line : `${line.slice(0, 39)}…`;
}
