import type { Span } from "../../diagnostics/source.ts";
import type { Value } from "./values.ts";

/** A name, what it stands for, and where it was given. */
export interface Binding {
  readonly name: string;
  value: Value;
  readonly span: Span;
  /** Whether anything refers to it. */
  used: boolean;
}

/** Names visible in one body, and those of the bodies around it. */
export interface Scope {
  readonly outer?: Scope;
  readonly names: Map<string, Binding>;
}

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

export function bind(scope: Scope, name: string, value: Value, span: Span): void {
  scope.names.set(name, { name, value, span, used: false });
}

/** Every visible name, the nearest scope's first. */
export function visibleNames(scope: Scope): string[] {
  const names = new Set<string>();
  for (let s: Scope | undefined = scope; s !== undefined; s = s.outer) {
    for (const name of s.names.keys()) names.add(name);
  }
  return [...names];
}
