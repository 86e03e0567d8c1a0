/** From a source text to what is laid out. */
import type { IToken } from "chevrotain";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Comment } from "../grammar/ast.ts";
import { binds } from "../grammar/layout.ts";
import type { ParsedLines } from "../grammar/parse.ts";
import * as t from "../grammar/tokens.ts";
import { type Extent, startOf } from "./extents.ts";
import { columnOf, type Region, regionsOf } from "./regions.ts";
import { type Reading, readChain, readWord } from "./runs.ts";
import { indexFrom, syntaxOf } from "./syntax.ts";
import type { Binding, Block, Body, Entry } from "./tree.ts";
import { gapBetween } from "./trivia.ts";

/**
 * Reads what was parsed of a text whose lines end in `\n`.
 *
 * @param coarse whether items in which anything is wrong are kept whole
 */
export function readBlock(text: string, parsed: ParsedLines, coarse: boolean): Block {
  const tokens = parsed.tokens.filter(({ tokenType }) => tokenType !== t.Newline);
  const isInline = ({ span }: Comment) => text.startsWith("/*", span.start);
  const comments = parsed.file.comments.filter((comment) => !isInline(comment));
  const syntax = syntaxOf(parsed.file, tokens);
  const inline = parsed.file.comments.filter(isInline).map(({ span }) => span);
  const words = tokens.map((token) => ({ start: token.startOffset, end: t.endOf(token) }));
  const pieces = [...words, ...inline].sort((a, b) => startOf(a) - startOf(b));
  const troubles = parsed.diagnostics.flatMap(placesOf).filter(outside(comments));
  const regions = regionsOf({ text, syntax, pieces, troubles, coarse }, parsed.lines);
  const reading: Reading = { trivia: { text, comments }, tokens, syntax };
  return blockOf(reading, regions, { start: 0, end: text.length });
}

function placesOf({ span, related }: Diagnostic): readonly Extent[] {
  return [span, ...related.map((one) => one.span)];
}

/** Comments stay as they are, whatever is wrong in them. */
function outside(comments: readonly Comment[]): (extent: Extent) => boolean {
  return ({ start, end }) =>
    !comments.some(({ span }) => span.start <= start && end <= span.end && start < span.end);
}

function blockOf(reading: Reading, regions: readonly Region[], { start, end }: Extent): Block {
  let at = start;
  const entries = regions.map((region): Entry => {
    const entry = entryOf(reading, region, at, start === 0);
    at = region.end;
    return entry;
  });
  return { entries, end: gapBetween(reading.trivia, at, end).above };
}

function entryOf(reading: Reading, region: Region, at: number, top: boolean): Entry {
  const { trivia, tokens } = reading;
  const { above, blank } = gapBetween(trivia, at, region.start);
  const place = { above, blank, binding: region.line && bindingOf(region.line.tokens) };
  if (region.kind === "broken") {
    const lineEnd = trivia.text.indexOf("\n", region.end);
    const { behind } = gapBetween(trivia, region.end, lineEnd < 0 ? trivia.text.length : lineEnd);
    const start = top ? region.start - columnOf(trivia.text, region.start) : region.start;
    // A comment that is not closed holds the rest of the text.
    return {
      kind: "kept",
      ...place,
      text: trivia.text.slice(start, region.end).replace(/[ \t\n]+$/, ""),
      behind,
    };
  }
  const from = indexFrom(tokens, region.start);
  const body = region.body === undefined ? undefined : bodyOf(reading, region, region.body);
  const brace = body === undefined ? undefined : region.line.tokens.findLast(isBody)?.startOffset;
  const to = indexFrom(tokens, brace ?? region.end);
  const chain = readChain(reading, from, to);
  return { kind: "statement", ...place, chain, ...(body === undefined ? {} : { body }) };
}

function isBody({ tokenType }: IToken): boolean {
  return tokenType === t.Body;
}

function bodyOf(reading: Reading, { line, end }: Region, regions: readonly Region[]): Body {
  const open = line?.tokens.findLast(isBody)?.startOffset ?? 0;
  const inside = { start: open + 1, end: end - 1 };
  return {
    open: readWord(reading, indexFrom(reading.tokens, open)),
    ...blockOf(reading, regions, inside),
    close: readWord(reading, indexFrom(reading.tokens, inside.end)),
  };
}

// ---- columns -------------------------------------------------------------------------------------------

function bindingOf(tokens: readonly IToken[]): Binding | undefined {
  const [first, second] = tokens;
  const before = binds(first, second) ? 0 : t.is(first, t.Input) ? 1 : 2;
  const isInput = before === 1 || (t.is(first, t.Optional) && t.is(second, t.Input));
  const [name, sign, value, next] = tokens.slice(before);
  if ((before > 0 && !isInput) || !t.is(name, t.Name)) return undefined;
  if (!t.is(sign, t.Colon) && !(before === 0 && t.is(sign, t.Equals))) return undefined;
  return {
    before: tokens
      .slice(0, before)
      .map(({ image }) => image)
      .join(" "),
    name: name!.image,
    sign: t.is(sign, t.Colon) ? ":" : "=",
    ...(t.is(value, t.Name) && t.is(next, t.Pipe) ? { piped: value!.image } : {}),
  };
}
