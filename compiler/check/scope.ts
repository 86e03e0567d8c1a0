import type { Span } from "../../diagnostics/source.ts";
import type { Binding, Scope, Value } from "./values.ts";

export function createScope(outer?: Scope): Scope {
  return { names: new Map(), ...(outer === undefined ? {} : { outer }) };
}

export function lookUp(scope: Scope, name: string): Binding | undefined {
  for (let s: Scope | undefined = scope; s !== undefined; s = s.outer) {
    const found = s.names.get(name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Gives a name a value; the empty name where one is missing in the source, which was reported there. */
export function bind(scope: Scope, name: string, value: Value, span: Span): void {
  scope.names.set(name, { name, value, span, used: false });
}

/** Whether something visible has no name, so that a name that is not known may be the one it should have. */
export function hasNameless(scope: Scope): boolean {
  for (let s: Scope | undefined = scope; s !== undefined; s = s.outer) if (s.names.has("")) return true;
  return false;
}

/** Visible names are offered up to this many, so that looking for a similar one stays quick. */
const MOST_NAMES = 1000;

/** The visible names, the nearest scope's first; with `fits`, those that stand for something fitting. */
export function visibleNames(scope: Scope, fits: (value: Value) => boolean = () => true): string[] {
  const names = new Set<string>();
  for (let s: Scope | undefined = scope; s !== undefined; s = s.outer) {
    for (const { name, value } of s.names.values()) {
      if (name !== "" && names.size < MOST_NAMES && fits(value)) names.add(name);
    }
  }
  return [...names];
}
