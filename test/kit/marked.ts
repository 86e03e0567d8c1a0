import type { Source, Span } from "../../diagnostics/source.ts";

/** A source text and the spans that were marked in it. */
export interface Marked {
  readonly source: Source;
  /** Every marked span, in the order in which the marks open. */
  readonly spans: readonly Span[];
  /** The marks that were given a name. */
  readonly named: Readonly<Record<string, Span>>;
}

/**
 * Reads a source in which spans are marked:
 *
 *     marked(`
 *       left  = «#left a |> dense(96)»
 *       joint = «sum(left, right)»
 *     `)
 *
 * `«` opens a mark and `»` closes it. `#name` after the opening names it; one space after the name
 * is left out. Marks may nest, and `«»` marks a place between two characters. Indentation that
 * all lines share is taken away, as are an empty first line and a last line of spaces. Neither guillemets nor
 * `#` mean anything in the language.
 */
export function marked(text: string, file = "test.fuse"): Marked {
  const spans: { file: string; start: number; end: number }[] = [];
  const named: Record<string, Span> = {};
  const open: { index: number; name: string | undefined }[] = [];
  let plain = "";
  for (const piece of dedent(text).split(/(«(?:#[\w-]+(?: |(?=[\s»])))?|»)/)) {
    if (piece.startsWith("«")) {
      const name = piece.length > 1 ? piece.slice(2).trimEnd() : undefined;
      open.push({ index: spans.length, name });
      spans.push({ file, start: plain.length, end: -1 });
    } else if (piece === "»") {
      const mark = open.pop();
      if (!mark) throw new Error(`a » closes no mark, after: ${plain.slice(-40)}`);
      const span = { ...spans[mark.index]!, end: plain.length };
      spans[mark.index] = span;
      if (mark.name !== undefined) {
        if (Object.hasOwn(named, mark.name)) throw new Error(`two marks are named ${mark.name}`);
        named[mark.name] = span;
      }
    } else plain += piece;
  }
  if (open.length > 0) throw new Error(`${open.length} « left open`);
  return { source: { file, text: plain }, spans, named };
}

function dedent(text: string): string {
  const lines = text.split("\n");
  if (lines.length > 1 && lines[0]!.trim() === "") lines.shift();
  if (lines.at(-1)!.trim() === "") lines[lines.length - 1] = "";
  const indents = lines
    .filter((line) => line.trim() !== "")
    .map((line) => line.length - line.trimStart().length);
  const shared = indents.length === 0 ? 0 : Math.min(...indents);
  return lines.map((line) => line.slice(Math.min(shared, line.length))).join("\n");
}
