import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Span } from "../../diagnostics/source.ts";
import type { Chunk } from "../../grammar/outline.ts";
import type { Cost } from "../graph/cost.ts";

/** Where a place of the old text is in the new one. */
export type Move = (span: Span) => Span;

/** Follows items that are the same in both texts of a file, but may stand elsewhere. */
export function moveBetween(file: string, before: readonly Chunk[], after: readonly Chunk[]): Move {
  return (span) => {
    if (span.file !== file) return span;
    const at = chunkAt(before, span.start);
    const by = at < 0 ? 0 : after[at]!.start - before[at]!.start;
    return by === 0 ? span : { file, start: span.start + by, end: span.end + by };
  };
}

/** The item that an offset lies in; -1 behind the last. */
export function chunkAt(chunks: readonly Chunk[], offset: number): number {
  let [low, high] = [0, chunks.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (chunks[middle]!.end <= offset) low = middle + 1;
    else high = middle;
  }
  return low < chunks.length ? low : -1;
}

export function moveFinding(finding: Diagnostic, move: Move): Diagnostic {
  return {
    ...finding,
    span: move(finding.span),
    related: finding.related.map(({ span, text }) => ({ span: move(span), text })),
    fixes: finding.fixes.map(({ title, edits }) => ({
      title,
      edits: edits.map(({ span, text }) => ({ span: move(span), text })),
    })),
  };
}

export function moveCost(cost: Cost, move: Move): Cost {
  return {
    ...cost,
    parts: cost.parts.map((part) => {
      const { span } = part.origin;
      return span === undefined ? part : { ...part, origin: { ...part.origin, span: move(span) } };
    }),
  };
}
