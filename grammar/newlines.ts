/**
 * Sets the lines of a file apart. A newline ends a statement unless a `(` or `[` is open or the next line that says
 * something begins with `|>`; within `{ … }` newlines count again, whatever is open around it.
 */
import { createTokenInstance, type IToken, type TokenType } from "chevrotain";
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import type { Source } from "../diagnostics/source.ts";
import { fix, note, placeAt, spanOf } from "./findings.ts";
import { beginsItem, beginsStatement, binds, hasItemWord, hasStatementWord } from "./layout.ts";
import * as t from "./tokens.ts";

/** One statement: its tokens, and the lines within its braces, for which one `Body` token stands. */
export interface Line {
  readonly tokens: readonly IToken[];
  readonly body?: readonly Line[];
  /** Where the next line, or the body of this one, begins. */
  readonly end: number;
}

export interface Lines {
  readonly lines: readonly Line[];
  readonly diagnostics: readonly Diagnostic[];
}

/** A body that is being read. */
interface Frame {
  readonly open: IToken | undefined;
  /** Whether it holds the names of a `use`, between which commas stand. */
  readonly ofUse: boolean;
  readonly lines: Line[];
  /** The line that is being read, and how many brackets are open in it. */
  tokens: IToken[];
  parens: number;
}

/** How far splitting has come. */
interface Splitting {
  readonly source: Source;
  readonly tokens: readonly IToken[];
  readonly diagnostics: Diagnostic[];
  /** From the file itself to the innermost body. */
  readonly frames: [Frame, ...Frame[]];
}

/** Groups tokens whose brackets are balanced into lines. */
export function splitLines(source: Source, tokens: readonly IToken[]): Lines {
  const state: Splitting = { source, tokens, diagnostics: [], frames: [frame(undefined, false)] };
  tokens.forEach((token, index) => {
    (HANDLERS.get(token.tokenType) ?? plain)(state, token, index);
  });
  endLine(state, source.text.length);
  return { lines: state.frames[0].lines, diagnostics: state.diagnostics };
}

type Handler = (state: Splitting, token: IToken, index: number) => void;

const HANDLERS: ReadonlyMap<TokenType, Handler> = new Map([
  [t.Newline, newline],
  [t.Semicolon, semicolon],
  [t.Comma, comma],
  [t.OpenBrace, openBody],
  [t.CloseBrace, closeBody],
]);

function frame(open: IToken | undefined, ofUse: boolean): Frame {
  return { open, ofUse, lines: [], tokens: [], parens: 0 };
}

function innermost({ frames }: Splitting): Frame {
  return frames[frames.length - 1] ?? frames[0];
}

function endLine(state: Splitting, end: number, body?: readonly Line[]): void {
  const current = innermost(state);
  const { tokens } = current;
  if (tokens.length > 0) current.lines.push({ tokens, end, ...(body === undefined ? {} : { body }) });
  current.tokens = [];
}

// ---- tokens --------------------------------------------------------------------------------------------

function plain(state: Splitting, token: IToken, index: number): void {
  const current = innermost(state);
  if (token.tokenType === t.OpenParen || token.tokenType === t.OpenSquare) current.parens += 1;
  if (token.tokenType === t.CloseParen || token.tokenType === t.CloseSquare) current.parens -= 1;
  if (current.parens === 0 && beginsUnawares(current.tokens, token, state.tokens[index + 1])) {
    note(state.diagnostics, () => sameLine(state.source.file, token));
    endLine(state, token.startOffset);
  }
  current.tokens.push(token);
}

function newline(state: Splitting, token: IToken, index: number): void {
  const { parens, tokens } = innermost(state);
  const [next, second] = [state.tokens[index + 1], state.tokens[index + 2]];
  if (parens > 0 || next?.tokenType === t.Pipe) return;
  const sign = brokenAt(tokens[tokens.length - 1], next, second);
  if (sign === undefined) endLine(state, token.startOffset);
  else note(state.diagnostics, () => brokenLine(state.source.file, sign, next!));
}

function semicolon(state: Splitting, token: IToken, index: number): void {
  const current = innermost(state);
  if (current.parens > 0) {
    current.tokens.push(token);
    return;
  }
  endLine(state, token.startOffset);
  const span = spanOf(state.source.file, token);
  const mend = endsLine(state.tokens[index + 1])
    ? fix("remove `;`", span, "")
    : fix("begin a new line", span, "\n");
  note(state.diagnostics, () => diagnostic("semicolon", span, {}, { fixes: [mend] }));
}

/** A comma outside brackets belongs to a list without brackets; else it was meant to part two statements. */
function comma(state: Splitting, token: IToken, index: number): void {
  const current = innermost(state);
  const [next, second] = [state.tokens[index + 1], state.tokens[index + 2]];
  const ends = endsLine(next) || binds(next, second) || state.tokens[index - 1]?.tokenType === t.CloseBrace;
  if (current.parens > 0 || current.ofUse || isOpenList(current.tokens) || !ends) {
    current.tokens.push(token);
    return;
  }
  endLine(state, token.startOffset);
  const span = spanOf(state.source.file, token);
  const mend = endsLine(next) ? fix("remove the comma", span, "") : fix("begin a new line", span, "\n");
  note(state.diagnostics, () => diagnostic("comma_after_statement", span, {}, { fixes: [mend] }));
}

function openBody(state: Splitting, token: IToken): void {
  const current = innermost(state);
  const last = current.lines[current.lines.length - 1];
  if (current.tokens.length === 0 && last !== undefined && wantsBody(last)) {
    current.lines.pop();
    current.tokens = [...last.tokens];
    note(state.diagnostics, () => braceOnOwnLine(state.source, last.tokens, token));
  }
  const [first, second] = current.tokens;
  state.frames.push(frame(token, t.is(first, t.Use) && !binds(first, second)));
}

function closeBody(state: Splitting, token: IToken, index: number): void {
  endLine(state, token.startOffset);
  const { open, lines } = state.frames.pop()!;
  const outer = innermost(state);
  if (open === undefined) return;
  outer.tokens.push(bodyToken(state.source.text, open, token));
  if (outer.parens > 0) return;
  endLine(state, open.startOffset, lines);
  const next = state.tokens[index + 1];
  if (next?.image === "else") return;
  if (!endsLine(next) && next?.tokenType !== t.Semicolon && next?.tokenType !== t.Comma) {
    note(state.diagnostics, () => sameLine(state.source.file, next!));
  }
}

function bodyToken(text: string, open: IToken, close: IToken): IToken {
  const end = t.endOf(close);
  return createTokenInstance(
    t.Body,
    text.slice(open.startOffset, end),
    open.startOffset,
    end - 1,
    0,
    0,
    0,
    0,
  );
}

// ---- what was meant ------------------------------------------------------------------------------------

function endsLine(next: IToken | undefined): boolean {
  return next === undefined || next.tokenType === t.Newline || next.tokenType === t.CloseBrace;
}

/**
 * The sign at which a statement was broken into two lines, if it was: one that needs a value stands at the end, and the
 * next line is no statement of its own; or one that needs a value before it stands at the beginning.
 */
function brokenAt(
  last: IToken | undefined,
  next: IToken | undefined,
  second: IToken | undefined,
): IToken | undefined {
  if (last === undefined || next === undefined) return undefined;
  if (GOES_ON.some((type) => t.is(next, type))) return next;
  if (!BREAKS_OFF.some((type) => t.is(last, type))) return undefined;
  return beginsStatement(next, second) || beginsItem(next, second) ? undefined : last;
}

const GOES_ON = [t.ArithmeticOperator, t.LooseOperator, t.Dot];
const BREAKS_OFF = [t.ArithmeticOperator, t.LooseOperator, t.Dot, t.Equals, t.Colon];

/** Lists that stand without brackets. */
function isOpenList([first, second]: readonly IToken[]): boolean {
  const opens = t.is(first, t.Require) || t.is(first, t.Return) || t.is(first, t.For);
  return opens && !binds(first, second);
}

/** Whether a token begins a second statement on its line: `x = 1 y = 2`. */
function beginsUnawares(line: readonly IToken[], token: IToken, next: IToken | undefined): boolean {
  const last = line[line.length - 1];
  return (
    line.length > 2 &&
    binds(line[0], line[1]) &&
    binds(token, next) &&
    VALUES.some((type) => t.is(last, type))
  );
}

const VALUES = [t.Name, t.NumberToken, t.StringToken, t.CloseParen, t.CloseSquare];

/** Whether a `{` on the next line belongs to this one. */
function wantsBody({ tokens, body }: Line): boolean {
  const [first, second] = tokens;
  if (body !== undefined || t.is(first, t.Category)) return false;
  if (tokens.length === 1) return t.is(first, t.Name);
  return hasItemWord(first, second) || (t.is(first, t.For) && hasStatementWord(first, second));
}

// ---- findings ------------------------------------------------------------------------------------------

function sameLine(file: string, token: IToken): Diagnostic {
  const mend = fix("begin a new line", placeAt(file, token.startOffset), "\n");
  return diagnostic("same_line", spanOf(file, token), {}, { fixes: [mend] });
}

function brokenLine(file: string, sign: IToken, next: IToken): Diagnostic {
  const span = spanOf(file, sign);
  const isPipe = sign.tokenType === t.Pipe;
  const help = isPipe
    ? "begin the next line with the `|>`"
    : "open a bracket: within `( )` a line goes on in the next";
  const edits = [
    { span, text: "" },
    { span: placeAt(file, next.startOffset), text: "|> " },
  ];
  const fixes = isPipe ? [{ title: "begin the next line with `|>`", edits }] : [];
  return diagnostic("broken_line", span, { sign: sign.image }, { help: [help], fixes });
}

function braceOnOwnLine({ file, text }: Source, header: readonly IToken[], brace: IToken): Diagnostic {
  const gap = { file, start: t.endOf(header[header.length - 1]!), end: brace.startOffset };
  const bare = text.slice(gap.start, gap.end).trim() === "";
  return diagnostic(
    "brace_on_own_line",
    spanOf(file, brace),
    {},
    { fixes: bare ? [fix("join the two lines", gap, " ")] : [] },
  );
}
