import type { Compilation } from "../../compiler/compile.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Source } from "../../diagnostics/source.ts";

/** A source file has errors; `findings` say which. */
export interface SourceError extends Error {
  readonly name: "SourceError";
  readonly findings: readonly Diagnostic[];
  readonly sources: readonly Source[];
}

export function invalidSource({ entry, findings, sources }: Compilation): SourceError {
  const errors = findings.filter(({ severity }) => severity === "error").length;
  const message = `${entry} has ${errors} error${errors === 1 ? "" : "s"}`;
  return Object.assign(new Error(message), { name: "SourceError" as const, findings, sources });
}

export function isSourceError(value: unknown): value is SourceError {
  return value instanceof Error && value.name === "SourceError";
}
