import type { Details } from "../../diagnostics/diagnostic.ts";
import type { Span } from "../../diagnostics/source.ts";
import { nearest } from "../../diagnostics/suggest.ts";

/** Offers the known name that an unknown one is nearest to, or gives other help where none is near. */
export function didYouMean(
  span: Span,
  name: string,
  known: Iterable<string>,
  otherwise: readonly string[] = [],
): Details {
  const guess = nearest(name, known);
  return guess === undefined ? { help: otherwise } : offer(span, guess);
}

/** Offers a text in place of what stands at a span. */
export function offer(span: Span, text: string): Details {
  return {
    help: [`did you mean \`${text}\`?`],
    fixes: [{ title: `write \`${text}\``, edits: [{ span, text }] }],
  };
}
