/** The items of a file by their texts, without reading what stands in them. */
import type { IToken } from "chevrotain";
import type { Source } from "../diagnostics/source.ts";
import { pairBrackets } from "./brackets.ts";
import { beginsItem } from "./layout.ts";
import { LARGEST_SOURCE } from "./limits.ts";
import { type Line, splitLines } from "./newlines.ts";
import { scan } from "./scan.ts";
import * as t from "./tokens.ts";

/** One item, with the comments and spaces before it. */
export interface Chunk {
  /** What it declares, such as `model EmojiGroup`: its first two words. */
  readonly title: string;
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** All words in it: whatever it refers to is among them. */
  readonly words: ReadonlySet<string>;
}

/**
 * The items of a file, one after another. Undefined where brackets or characters are wrong, or something stands
 * between the items, since it is then not known where one ends.
 */
export function outline(source: Source): readonly Chunk[] | undefined {
  if (source.text.length > LARGEST_SOURCE) return undefined;
  const { tokens, slips, holes } = scan(source);
  const paired = pairBrackets(source, tokens);
  const { lines, diagnostics } = splitLines(source, paired.tokens);
  const isWhole = [slips, holes, paired.diagnostics, diagnostics].every((findings) => findings.length === 0);
  return isWhole && lines.every(isItem) ? chunksOf(source.text, lines, paired.tokens) : undefined;
}

function isItem({ tokens: [first, second], body }: Line): boolean {
  return beginsItem(first, second) && (t.is(first, t.Category) || t.is(first, t.Use) || body !== undefined);
}

function chunksOf(text: string, lines: readonly Line[], tokens: readonly IToken[]): Chunk[] {
  let start = 0;
  let next = 0;
  return lines.map((line) => {
    const end = t.endOf(line.tokens[line.tokens.length - 1]!);
    const words = new Set<string>();
    for (let token = tokens[next]; token !== undefined && token.startOffset < end; token = tokens[++next]) {
      if (t.is(token, t.Name)) words.add(token.image);
    }
    const [first, second] = line.tokens;
    const chunk = {
      title: `${first?.image} ${second?.image}`,
      text: text.slice(start, end),
      start,
      end,
      words,
    };
    start = end;
    return chunk;
  });
}
