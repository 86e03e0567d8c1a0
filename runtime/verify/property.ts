import type { Span } from "../../diagnostics/source.ts";
import type { Lab } from "./lab.ts";

/** Something found that a property does not allow: what, where and by how much. */
export interface CounterExample {
  /** A sentence without a full stop. */
  readonly message: string;
  /** What to do about it, where that is certain. */
  readonly help?: string;
  /** The place in the author's file that it comes from. */
  readonly span?: Span;
  readonly weight?: string;
  readonly input?: string;
  readonly output?: string;
  /** From 0, among those that were tried. */
  readonly row?: number;
  /** By how much a number differs that must not; infinite where it is none. */
  readonly change?: number;
}

export type Outcome =
  | { readonly status: "ok"; readonly note?: string }
  /** It holds, but something is in the model that serves nothing. */
  | { readonly status: "warning"; readonly found: readonly CounterExample[] }
  | { readonly status: "failed"; readonly found: readonly CounterExample[] }
  | { readonly status: "not applicable"; readonly reason: string };

/** A property that every compiled model must have. */
export interface Property {
  /** Stable: `rows_apart`. */
  readonly name: string;
  /** What holds, in a sentence. */
  readonly summary: string;
  /** How it is tried, for the documentation. Markdown. */
  readonly documentation: string;
  /** Published software in which it does not hold. */
  readonly defects: readonly string[];
  /** Whether it is read off the graph, so that no engine is needed. */
  readonly static: boolean;
  check(lab: Lab): Outcome | Promise<Outcome>;
}

/** Ok where nothing was found. */
export function judged(found: readonly CounterExample[], note?: string): Outcome {
  if (found.length > 0) return { status: "failed", found };
  return note === undefined ? { status: "ok" } : { status: "ok", note };
}

export const notApplicable = (reason: string): Outcome => ({ status: "not applicable", reason });
