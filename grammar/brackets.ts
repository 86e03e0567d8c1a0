/**
 * Pairs the brackets of a file. What comes out is balanced: strays are dropped, and where a bracket was never closed
 * an empty one is put in, so that the lines after it can be read for themselves.
 */
import type { IToken, TokenType } from "chevrotain";
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import type { Source } from "../diagnostics/source.ts";
import { fix, note, placeAt, spanOf } from "./findings.ts";
import { beginsItem, beginsStatement } from "./layout.ts";
import { MOST_BRACKETS } from "./limits.ts";
import * as t from "./tokens.ts";

export interface Paired {
  readonly tokens: readonly IToken[];
  readonly diagnostics: readonly Diagnostic[];
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
const OPENING = new Map(KINDS.map((kind) => [kind.open, kind]));
const CLOSING = new Map(KINDS.map((kind) => [kind.close, kind]));

interface Open {
  readonly token: IToken;
  readonly kind: Kind;
  /** The line it stands on, and how far that line is indented. */
  readonly line: number;
  readonly indent: number;
}

/** How far pairing has come. */
interface Pairing {
  readonly file: string;
  readonly text: string;
  /** Whether indentation and the beginnings of lines count. */
  readonly careful: boolean;
  readonly out: IToken[];
  readonly diagnostics: Diagnostic[];
  readonly open: Open[];
  line: number;
  indent: number;
  /** Whether the line has just begun. */
  fresh: boolean;
  /** How many `}` there are more than `{`. */
  spareBraces: number;
  /** Where the line began in `out`, and whether it or one above began an item whose `{` is missing. */
  lineStart: number;
  lacksBrace: boolean;
  /** How many of each kind this line closes more than it opens. */
  spare: ReadonlyMap<Kind, number>;
  /** The text of this line that was never closed: it may have swallowed brackets. */
  swallower: IToken | undefined;
}

/** Pairs the brackets. Only where they do not match is the layout asked which ones were meant. */
export function pairBrackets(source: Source, tokens: readonly IToken[]): Paired {
  const plain = pair(source, tokens, false);
  return plain.diagnostics.length === 0 ? plain : pair(source, tokens, true);
}

function pair({ file, text }: Source, tokens: readonly IToken[], careful: boolean): Paired {
  const state: Pairing = {
    file,
    text,
    careful,
    out: [],
    diagnostics: [],
    open: [],
    line: 0,
    indent: tokens[0]?.startOffset ?? 0,
    fresh: true,
    spareBraces: count(tokens, t.CloseBrace) - count(tokens, t.OpenBrace),
    lineStart: 0,
    lacksBrace: false,
    spare: spareOn(tokens, 0),
    swallower: undefined,
  };
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index]!;
    const opening = OPENING.get(token.tokenType);
    const closing = CLOSING.get(token.tokenType);
    if (token.tokenType === t.Newline) state.spare = spareOn(tokens, index + 1);
    if (token.tokenType === t.Newline) newLine(state, token, tokens[index + 1], tokens[index + 2]);
    else if (opening !== undefined && !openBracket(state, token, opening)) index = skipNested(tokens, index);
    else if (closing !== undefined) closeBracket(state, token, closing);
    else if (opening === undefined) other(state, token);
    state.fresh = token.tokenType === t.Newline;
  }
  forgiveSwallowed(state);
  closeTo(state, 0);
  return { tokens: state.out, diagnostics: state.diagnostics };
}

// ---- tokens --------------------------------------------------------------------------------------------

function newLine(state: Pairing, token: IToken, first: IToken | undefined, second: IToken | undefined): void {
  forgiveSwallowed(state);
  endItemLine(state);
  state.line += 1;
  state.indent = first === undefined ? 0 : first.startOffset - t.endOf(token);
  if (state.careful) closeTo(state, depthForLine(state, first, second));
  state.out.push(token);
  state.lineStart = state.out.length;
}

/** Notes whether the line that ends began an item and opened no body for it. */
function endItemLine(state: Pairing): void {
  const { open, out, lineStart } = state;
  const [first, second] = [out[lineStart], out[lineStart + 1]];
  if (open.length > 0 || !beginsItem(first, second) || t.is(first, t.Use) || t.is(first, t.Category)) return;
  state.lacksBrace = out[out.length - 1]?.tokenType !== t.CloseBrace;
}

/** False when the bracket stands too deep, and is to be passed over with all it holds. */
function openBracket(state: Pairing, token: IToken, kind: Kind): boolean {
  if (kind === BRACE && insideParens(state) && !followsSign(state.out)) closeParens(state);
  if (state.open.length >= MOST_BRACKETS) {
    note(state.diagnostics, () =>
      diagnostic(
        "nested_too_deeply",
        spanOf(state.file, token),
        { limit: MOST_BRACKETS },
        { help: ["give the inner parts names of their own"] },
      ),
    );
    return false;
  }
  if (kind === BRACE && state.open.length === 0) state.lacksBrace = false;
  state.open.push({ token, kind, line: state.line, indent: state.indent });
  state.out.push(token);
  return true;
}

function closeBracket(state: Pairing, token: IToken, kind: Kind): void {
  const { open, out, file } = state;
  const depth = isMistypedParen(state, kind) || isMistypedFor(state, kind) ? undefined : partner(state, kind);
  const opened = open[open.length - 1];
  if (depth !== undefined) {
    closeTo(state, depth + 1);
    open.pop();
    out.push(token);
  } else if (opened !== undefined && opened.kind !== BRACE) {
    if (kind === BRACE) state.spareBraces -= 1;
    note(state.diagnostics, () => mismatchedBracket(file, opened, token));
    open.pop();
    out.push({ ...virtual(opened.kind, token.startOffset), image: token.image });
  } else if (kind === BRACE && state.careful && state.lacksBrace) {
    state.lacksBrace = false;
  } else {
    note(state.diagnostics, () => strayBracket(file, token));
  }
}

function other(state: Pairing, token: IToken): void {
  if (token.tokenType === t.UnclosedString) state.swallower = token;
  if (token.tokenType === t.Arrow && insideParens(state)) closeParens(state);
  state.out.push(token);
}

function count(tokens: readonly IToken[], type: TokenType): number {
  return tokens.reduce((sum, token) => (token.tokenType === type ? sum + 1 : sum), 0);
}

/** The index of the token that closes the bracket at `from`, or of the last token. */
function skipNested(tokens: readonly IToken[], from: number): number {
  let depth = 0;
  for (let index = from; index < tokens.length; index += 1) {
    const type = tokens[index]!.tokenType;
    if (OPENING.has(type)) depth += 1;
    if (CLOSING.has(type)) depth -= 1;
    if (depth === 0) return index;
  }
  return tokens.length - 1;
}

// ---- which bracket was meant ---------------------------------------------------------------------------

function insideParens({ open }: Pairing): boolean {
  const innermost = open[open.length - 1];
  return innermost !== undefined && innermost.kind !== BRACE;
}

/** The position of the first bracket that stands in no other but braces. */
function outermostParen({ open }: Pairing): number {
  return 1 + open.findLastIndex(({ kind }) => kind === BRACE);
}

/** Neither `{` nor `->` stands in other brackets: one of those is unclosed. */
function closeParens(state: Pairing): void {
  closeTo(state, outermostParen(state));
}

/** Whether a `{` here stands where a value should, as in `f(a: { … })`. */
function followsSign(out: readonly IToken[]): boolean {
  const before = out.findLast((token) => token.tokenType !== t.Newline)?.tokenType;
  return before !== undefined && VALUE_FOLLOWS.includes(before);
}

const VALUE_FOLLOWS: readonly TokenType[] = [t.OpenParen, t.OpenSquare, t.Comma, t.Colon, t.Equals, t.Pipe];

/** Whether a `}` that is one too many closes a bracket of its own line: `f(x}`. */
function isMistypedParen({ open, careful, spareBraces, line }: Pairing, kind: Kind): boolean {
  const innermost = open[open.length - 1];
  if (innermost === undefined || kind !== BRACE || innermost.kind === BRACE) return false;
  return open.every((one) => one.kind !== BRACE) || (careful && spareBraces > 0 && innermost.line === line);
}

/** Whether a `)` or `]` that its line has one too many of stands for the innermost bracket's: `f([a))`. */
function isMistypedFor({ open, careful, spare, line }: Pairing, kind: Kind): boolean {
  const innermost = open[open.length - 1];
  if (!careful || innermost === undefined || innermost.line !== line) return false;
  if (kind === BRACE || innermost.kind === BRACE || innermost.kind === kind) return false;
  return (spare.get(kind) ?? 0) > 0 && (spare.get(innermost.kind) ?? 0) < 0;
}

/** How many brackets of each kind the line that begins at an index closes more than it opens. */
function spareOn(tokens: readonly IToken[], from: number): ReadonlyMap<Kind, number> {
  const spare = new Map<Kind, number>();
  for (let index = from; index < tokens.length && tokens[index]!.tokenType !== t.Newline; index += 1) {
    const { tokenType } = tokens[index]!;
    const [opened, closed] = [OPENING.get(tokenType), CLOSING.get(tokenType)];
    if (opened !== undefined) spare.set(opened, (spare.get(opened) ?? 0) - 1);
    if (closed !== undefined) spare.set(closed, (spare.get(closed) ?? 0) + 1);
  }
  return spare;
}

/**
 * Which open bracket a closing one belongs to, by its position. By the layout, a `}` that begins a line belongs to the
 * brace whose line is indented like it.
 */
function partner(state: Pairing, closing: Kind): number | undefined {
  const { open, careful, fresh, indent } = state;
  const lowest = closing === BRACE ? 0 : outermostParen(state);
  const innermost = open.findLastIndex(({ kind }) => kind === closing);
  if (innermost < lowest) return undefined;
  if (closing !== BRACE || !careful || !fresh || indent >= open[innermost]!.indent) return innermost;
  const aligned = open.findLastIndex((candidate) => candidate.kind === BRACE && candidate.indent === indent);
  return aligned < 0 ? innermost : aligned;
}

/**
 * How many brackets may stay open at a new line: none of a statement that the line seems to follow, and where braces
 * are missing, none of a body that the line is not indented for.
 */
function depthForLine(state: Pairing, first: IToken | undefined, second: IToken | undefined): number {
  const { open, indent } = state;
  const outermost = open[0];
  if (outermost !== undefined && indent <= outermost.indent && beginsItem(first, second)) return 0;
  let depth = open.length;
  if (!beginsStatement(first, second)) return depth;
  let lacking = t.is(first, t.CloseBrace) ? 0 : -state.spareBraces;
  while (depth > 0 && indent <= open[depth - 1]!.indent) {
    if (open[depth - 1]!.kind === BRACE) lacking -= 1;
    if (lacking < 0 && open[depth - 1]!.kind === BRACE) break;
    depth -= 1;
  }
  return depth;
}

/** A text without its end has swallowed the closing brackets of its line: only the text is reported. */
function forgiveSwallowed(state: Pairing): void {
  const { open, swallower, line } = state;
  if (swallower === undefined) return;
  const withBraces = swallower.image.includes("}");
  let depth = open.length;
  while (depth > 0 && open[depth - 1]!.line === line && (withBraces || open[depth - 1]!.kind !== BRACE))
    depth -= 1;
  closeTo(state, depth, true);
  state.swallower = undefined;
}

/** Closes the innermost brackets down to a depth, and says so once. */
function closeTo(state: Pairing, depth: number, silently = false): void {
  const unclosed = state.open.splice(depth).reverse();
  if (unclosed.length === 0) return;
  state.spareBraces += unclosed.filter(({ kind }) => kind === BRACE).length;
  const last = state.out.findLast((token) => token.tokenType !== t.Newline);
  const end = last === undefined ? 0 : t.endOf(last);
  for (const { kind } of unclosed) state.out.push(virtual(kind, end));
  if (!silently) note(state.diagnostics, () => unclosedBracket(state, unclosed, end));
}

/** A closing bracket that nobody wrote. */
function virtual(kind: Kind, offset: number): IToken {
  return t.made(kind.close, "", offset);
}

// ---- findings ------------------------------------------------------------------------------------------

function unclosedBracket(
  { file, text: source }: Pairing,
  unclosed: readonly Open[],
  end: number,
): Diagnostic {
  const [innermost, ...outer] = unclosed;
  const [swallowed] = IN_COMMENT.exec(source.slice(end, end + FARTHEST_COMMENT)) ?? [];
  const text = unclosed.map(({ kind }) => kind.closing).join("");
  const inline = unclosed.every(({ kind }) => kind !== BRACE);
  return diagnostic(
    "unclosed_bracket",
    spanOf(file, innermost!.token),
    { bracket: innermost!.token.image },
    {
      related: outer.map(({ token }) => ({ span: spanOf(file, token), text: "nor is this one" })),
      help:
        swallowed === undefined
          ? [inline ? `add \`${text}\` where its contents end` : `add \`${text}\` on a line of its own`]
          : [
              "`//` begins a comment, in which brackets do not count; a quotient without rest is `floor(a / b)`",
            ],
      fixes: inline && swallowed === undefined ? [fix(`add \`${text}\``, placeAt(file, end), text)] : [],
    },
  );
}

/** A comment on the same line that holds what closes a bracket. */
const IN_COMMENT = /^[ \t]*\/\/[^\r\n]*[)\]]/;
const FARTHEST_COMMENT = 500;

function strayBracket(file: string, token: IToken): Diagnostic {
  const span = spanOf(file, token);
  const bracket = token.image;
  return diagnostic("stray_bracket", span, { bracket }, { fixes: [fix(`remove \`${bracket}\``, span, "")] });
}

function mismatchedBracket(file: string, opened: Open, token: IToken): Diagnostic {
  const span = spanOf(file, token);
  const { closing } = opened.kind;
  return diagnostic(
    "mismatched_bracket",
    span,
    { opened: opened.token.image, closed: token.image },
    {
      related: [{ span: spanOf(file, opened.token), text: "opened here" }],
      fixes: [fix(`write \`${closing}\``, span, closing)],
    },
  );
}
