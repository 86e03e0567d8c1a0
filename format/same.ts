import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { type Parsed, parse } from "../grammar/parse.ts";

/** Whether a text is read as something that was parsed was: the same tree and findings, wherever they stand. */
export function isSameReading(parsed: Parsed, text: string): boolean {
  return readingOf(parsed) === readingOf(parse({ file: "", text }));
}

function readingOf({ file, diagnostics }: Parsed): string {
  const found = diagnostics.map(({ name, message }: Diagnostic) => [name, message]);
  return JSON.stringify([file, found], (key, value: unknown) => (key === "span" ? undefined : value));
}
