/**
 * Pairs the brackets of a file. What comes out is balanced: strays are dropped, and where a bracket was never closed
 * an empty one is put in, so that the lines after it can be read for themselves.
 */
import { createTokenInstance, type IToken, type TokenType } from "chevrotain";
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import type { Span } from "../diagnostics/source.ts";
import * as t from "./tokens.ts";

/** How many brackets may stand within each other. */
export const MOST_BRACKETS = 200;

export interface Paired {
  readonly tokens: readonly IToken[];
  readonly diagnostics: readonly Diagnostic[];
}

interface Open {
  readonly token: IToken;
  readonly kind: Kind;
  /** The line it stands on, and how far that line is indented. */
  readonly line: number;
  readonly indent: number;
}

interface Kind {
  readonly open: TokenType;
  readonly close: TokenType;
  readonly closing: string;
}

const BRACE: Kind = { open: t.OpenBrace, close: t.CloseBrace, closing: "}" };
const KINDS: readonly Kind[] = [
  BRACE,
  { open: t.OpenParen, close: t.CloseParen, closing: ")" },
  { open: t.OpenSquare, close: t.CloseSquare, closing: "]" },
];

/** Pairs the brackets. Only where they do not match do indentation and the beginnings of lines count. */
export function pairBrackets(file: string, tokens: readonly IToken[]): Paired {
  const plain = pair(file, tokens, false);
  return plain.diagnostics.length === 0 ? plain : pair(file, tokens, true);
}

function pair(file: string, tokens: readonly IToken[], careful: boolean): Paired {
  const out: IToken[] = [];
  const diagnostics: Diagnostic[] = [];
  const open: Open[] = [];
  let line = 0;
  let indent = 0;
  /** The text on this line that was never closed, and whatever brackets it swallowed. */
  let swallower: IToken | undefined;

  const top = () => open[open.length - 1];
  const insideParens = () => open.length > 0 && top()?.kind !== BRACE;

  /** Closes the innermost brackets down to `depth`, and says so once. */
  const closeTo = (depth: number, silently = false) => {
    const unclosed = open.splice(depth).reverse();
    if (unclosed.length === 0) return;
    const end = lastSignificant(out);
    for (const { kind } of unclosed) out.push(virtual(kind, end));
    if (!silently) diagnostics.push(unclosedBracket(file, unclosed, end));
  };

  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index]!;
    const type = token.tokenType;
    if (type === t.Newline) {
      if (swallower !== undefined) {
        const swallowed = swallower.image.includes("}");
        let depth = open.length;
        while (depth > 0 && open[depth - 1]!.line === line && (swallowed || open[depth - 1]!.kind !== BRACE))
          depth -= 1;
        closeTo(depth, true);
        swallower = undefined;
      }
      const next = tokens[index + 1];
      line += 1;
      indent = next === undefined ? 0 : next.startOffset - t.endOf(token);
      if (careful && next !== undefined) closeTo(depthForLine(tokens, index + 1, open, indent));
      out.push(token);
      continue;
    }
    if (type === t.UnclosedString) swallower = token;
    const neverInside = type === t.OpenBrace ? !followsSign(out) : type === t.Arrow;
    if (neverInside && insideParens()) {
      closeTo(1 + open.findLastIndex(({ kind }) => kind === BRACE));
    }
    const opening = KINDS.find((kind) => kind.open === type);
    if (opening !== undefined) {
      if (open.length >= MOST_BRACKETS) {
        diagnostics.push(diagnostic("nestedTooDeeply", spanOf(file, token), { limit: MOST_BRACKETS }));
        index = skipNested(tokens, index);
        continue;
      }
      open.push({ token, kind: opening, line, indent });
      out.push(token);
      continue;
    }
    const closing = KINDS.find((kind) => kind.close === type);
    if (closing === undefined) {
      out.push(token);
      continue;
    }
    const depth = partner(
      open,
      closing,
      careful && tokens[index - 1]?.tokenType === t.Newline ? indent : undefined,
    );
    if (depth !== undefined) {
      closeTo(depth + 1);
      open.pop();
      out.push(token);
      continue;
    }
    const opened = top();
    if (opened !== undefined && insideParens() && closing !== BRACE) {
      diagnostics.push(mismatchedBracket(file, opened, token));
      open.pop();
      out.push({ ...virtual(opened.kind, token.startOffset), image: token.image });
      continue;
    }
    diagnostics.push(strayBracket(file, token));
  }
  if (swallower !== undefined) {
    let depth = open.length;
    while (depth > 0 && open[depth - 1]!.line === line) depth -= 1;
    closeTo(depth, true);
  }
  closeTo(0);
  return { tokens: out, diagnostics };
}

/** How many brackets may stay open at a new line: none of a statement that the line seems to follow. */
function depthForLine(
  tokens: readonly IToken[],
  index: number,
  open: readonly Open[],
  indent: number,
): number {
  const [first, second] = [tokens[index], tokens[index + 1]];
  const outermost = open[0];
  if (outermost !== undefined && beginsItem(first, second) && indent <= outermost.indent) return 0;
  let depth = open.length;
  if (!beginsStatement(first, second)) return depth;
  while (depth > 0 && open[depth - 1]!.kind !== BRACE && indent <= open[depth - 1]!.indent) depth -= 1;
  return depth;
}

const ITEM_WORDS: readonly TokenType[] = [t.Use, t.Category, t.Model, t.Block, t.Data, t.Train];

/** Whether two tokens can only be the beginning of an item: `model A`, `use "…"`. */
export function beginsItem(first: IToken | undefined, second: IToken | undefined): boolean {
  if (first === undefined || !ITEM_WORDS.includes(first.tokenType)) return false;
  return t.is(second, t.Name) || (first.tokenType === t.Use && t.is(second, t.StringToken));
}

const STATEMENT_WORDS: readonly TokenType[] = [
  t.Input,
  t.Optional,
  t.Output,
  t.Weight,
  t.Require,
  t.Return,
  t.For,
];

function beginsStatement(first: IToken | undefined, second: IToken | undefined): boolean {
  if (!t.is(first, t.Name)) return t.is(first, t.CloseBrace);
  if (t.is(second, t.Equals) || t.is(second, t.Colon) || t.is(second, t.OpenBrace)) return true;
  return t.is(second, t.Name) && first !== undefined && STATEMENT_WORDS.includes(first.tokenType);
}

/**
 * Which open bracket a closing one belongs to. With an indentation given, a `}` at the beginning of a line belongs to
 * the brace whose line is indented like it.
 */
function partner(open: readonly Open[], closing: Kind, indent: number | undefined): number | undefined {
  const lowest = closing === BRACE ? 0 : 1 + open.findLastIndex(({ kind }) => kind === BRACE);
  const innermost = open.findLastIndex(({ kind }) => kind === closing);
  if (innermost < lowest) return undefined;
  if (closing !== BRACE || indent === undefined || indent >= open[innermost]!.indent) return innermost;
  const aligned = open.findLastIndex((candidate) => candidate.kind === BRACE && candidate.indent === indent);
  return aligned < 0 ? innermost : aligned;
}

/** Whether a `{` here stands where a value should, as in `f(a: { … })`. */
function followsSign(out: readonly IToken[]): boolean {
  const before = out.findLast((token) => token.tokenType !== t.Newline)?.tokenType;
  return before !== undefined && VALUE_FOLLOWS.includes(before);
}

const VALUE_FOLLOWS: readonly TokenType[] = [t.OpenParen, t.OpenSquare, t.Comma, t.Colon, t.Equals, t.Pipe];

/** The index of the token that closes the bracket at `from`, or of the last token. */
function skipNested(tokens: readonly IToken[], from: number): number {
  let depth = 0;
  for (let index = from; index < tokens.length; index += 1) {
    const type = tokens[index]!.tokenType;
    if (KINDS.some((kind) => kind.open === type)) depth += 1;
    if (KINDS.some((kind) => kind.close === type)) depth -= 1;
    if (depth === 0) return index;
  }
  return tokens.length - 1;
}

function lastSignificant(out: readonly IToken[]): number {
  const last = out.findLast((token) => token.tokenType !== t.Newline);
  return last === undefined ? 0 : t.endOf(last);
}

function virtual(kind: Kind, offset: number): IToken {
  const nothing = Number.NaN;
  return createTokenInstance(kind.close, "", offset, offset - 1, nothing, nothing, nothing, nothing);
}

function spanOf(file: string, token: IToken): Span {
  return { file, start: token.startOffset, end: t.endOf(token) };
}

function unclosedBracket(file: string, unclosed: readonly Open[], end: number): Diagnostic {
  const [innermost, ...outer] = unclosed;
  const text = unclosed.map(({ kind }) => kind.closing).join("");
  const place = { file, start: end, end };
  const inline = unclosed.every(({ kind }) => kind !== BRACE);
  return diagnostic(
    "unclosedBracket",
    spanOf(file, innermost!.token),
    { bracket: innermost!.token.image },
    {
      related: outer.map(({ token }) => ({ span: spanOf(file, token), text: "nor is this one" })),
      help: [inline ? `add \`${text}\` where its contents end` : `add \`${text}\` on a line of its own`],
      fixes: inline ? [{ title: `add \`${text}\``, edits: [{ span: place, text }] }] : [],
    },
  );
}

function strayBracket(file: string, token: IToken): Diagnostic {
  const span = spanOf(file, token);
  return diagnostic(
    "strayBracket",
    span,
    { bracket: token.image },
    { fixes: [{ title: `remove \`${token.image}\``, edits: [{ span, text: "" }] }] },
  );
}

function mismatchedBracket(file: string, opened: Open, token: IToken): Diagnostic {
  const span = spanOf(file, token);
  const { closing } = opened.kind;
  return diagnostic(
    "mismatchedBracket",
    span,
    { opened: opened.token.image, closed: token.image },
    {
      related: [{ span: spanOf(file, opened.token), text: "opened here" }],
      fixes: [{ title: `write \`${closing}\``, edits: [{ span, text: closing }] }],
    },
  );
}
