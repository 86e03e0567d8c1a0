/**
 * Sets the lines of a file apart. A newline ends a statement unless a `(` or `[` is open or the next line that says
 * something begins with `|>`; within `{ … }` newlines count again, whatever is open around it.
 */
import type { IToken, TokenType } from "chevrotain";
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import type { Source } from "../diagnostics/source.ts";
import { fix, note, placeAt, spanOf } from "./findings.ts";
import { FOREIGN_WORDS, isForeignDefinition } from "./foreign-words.ts";
import { beginsItem, beginsStatement, binds, hasItemWord, hasStatementWord } from "./layout.ts";
import { shortened } from "./literals.ts";
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
  /** Whether no statements can be expected in it, so that nothing is said about those there are. */
  readonly quiet: boolean;
  readonly lines: Line[];
  /** The line that is being read, and how many brackets are open in it. */
  tokens: IToken[];
  parens: number;
  /** The body of this line, when something stands behind it. */
  body?: readonly Line[] | undefined;
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
  const state: Splitting = { source, tokens, diagnostics: [], frames: [frame(undefined, false, false)] };
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

function frame(open: IToken | undefined, ofUse: boolean, quiet: boolean): Frame {
  return { open, ofUse, quiet, lines: [], tokens: [], parens: 0 };
}

function innermost({ frames }: Splitting): Frame {
  return frames[frames.length - 1] ?? frames[0];
}

function tell(state: Splitting, make: () => Diagnostic): void {
  if (!innermost(state).quiet) note(state.diagnostics, make);
}

function endLine(state: Splitting, end: number, ownBody?: readonly Line[]): void {
  const current = innermost(state);
  const { tokens, body = ownBody } = current;
  current.body = undefined;
  if (tokens.length > 0) current.lines.push({ tokens, end, ...(body === undefined ? {} : { body }) });
  current.tokens = [];
}

// ---- tokens --------------------------------------------------------------------------------------------

function plain(state: Splitting, token: IToken, index: number): void {
  const current = innermost(state);
  if (token.tokenType === t.OpenParen || token.tokenType === t.OpenSquare) current.parens += 1;
  if (token.tokenType === t.CloseParen || token.tokenType === t.CloseSquare) current.parens -= 1;
  const isFunction = current.tokens.at(-1)?.image === FUNCTION;
  if (!isFunction && current.parens === 0 && beginsUnawares(current.tokens, token, state.tokens[index + 1])) {
    tell(state, () => sameLine(state.source.file, token));
    endLine(state, token.startOffset);
  }
  current.tokens.push(token);
}

function newline(state: Splitting, token: IToken, index: number): void {
  const { parens, tokens } = innermost(state);
  const [next, second] = [state.tokens[index + 1], state.tokens[index + 2]];
  if (parens > 0 || next?.tokenType === t.Pipe) return;
  const last = tokens[tokens.length - 1];
  const sign = t.is(last, t.Colon) && opensIndented(tokens) ? undefined : brokenAt(last, next, second);
  if (sign === undefined) endLine(state, token.startOffset);
  else tell(state, () => brokenLine(state.source.file, sign, next!));
}

function semicolon(state: Splitting, token: IToken, index: number): void {
  const current = innermost(state);
  const span = spanOf(state.source.file, token);
  if (current.parens > 0 || (isOpenList(current.tokens) && !endsOrBegins(state, index + 1))) {
    const mend = fix("write a comma", span, ",");
    current.tokens.push(t.retyped(token, t.Comma));
    tell(state, () => diagnostic("unexpected", span, { found: "`;`" }, { help: [COMMAS], fixes: [mend] }));
    return;
  }
  endLine(state, token.startOffset);
  const mend = endsLine(state.tokens[index + 1])
    ? fix("remove `;`", span, "")
    : fix("begin a new line", span, "\n");
  tell(state, () => diagnostic("semicolon", span, {}, { fixes: [mend] }));
}

const COMMAS = "what stands side by side is separated by commas";

/** Whether a line ends at an index, or another statement begins there. */
function endsOrBegins({ tokens }: Splitting, index: number): boolean {
  const [next, second] = [tokens[index], tokens[index + 1]];
  return endsLine(next) || beginsStatement(next, second) || beginsItem(next, second);
}

/** Whether a line has a sign that joins a name to what belongs to it, so that it could be a statement. */
function isJoined(tokens: readonly IToken[]): boolean {
  return tokens.some((token) => t.is(token, t.Equals) || t.is(token, t.Colon));
}

/** A comma outside brackets belongs to a list without brackets; else it was meant to part two statements. */
function comma(state: Splitting, token: IToken, index: number): void {
  const current = innermost(state);
  const [next, second] = [state.tokens[index + 1], state.tokens[index + 2]];
  const ends =
    endsLine(next) ||
    (binds(next, second) && isJoined(current.tokens)) ||
    state.tokens[index - 1]?.tokenType === t.CloseBrace;
  if (current.parens > 0 || current.ofUse || isOpenList(current.tokens) || !ends) {
    current.tokens.push(token);
    return;
  }
  endLine(state, token.startOffset);
  const span = spanOf(state.source.file, token);
  const mend = endsLine(next) ? fix("remove the comma", span, "") : fix("begin a new line", span, "\n");
  tell(state, () => diagnostic("comma_after_statement", span, {}, { fixes: [mend] }));
}

function openBody(state: Splitting, token: IToken, index: number): void {
  const current = innermost(state);
  const last = current.lines[current.lines.length - 1];
  if (current.tokens.length === 0 && last !== undefined && wantsBody(last)) {
    current.lines.pop();
    current.tokens = [...last.tokens];
    tell(state, () => braceOnOwnLine(state.source, last.tokens, token));
  }
  const [first, second] = current.tokens;
  const ofUse = t.is(first, t.Use) && !binds(first, second);
  const quiet = current.quiet || !mayHoldStatements(current, state.tokens[index + 1]);
  state.frames.push(frame(token, ofUse, quiet));
}

/** Whether a body may hold statements: not that of a list in braces, nor that of another language's definition. */
function mayHoldStatements({ tokens, parens }: Frame, next: IToken | undefined): boolean {
  const [first, second] = tokens;
  if (parens > 0) return false;
  if (binds(first, second)) return tokens.length > 2 || t.is(next, t.Newline);
  return first === undefined || !(t.is(first, t.Category) || isForeignDefinition(first.image));
}

function closeBody(state: Splitting, token: IToken, index: number): void {
  endLine(state, token.startOffset);
  const { open, lines, quiet } = state.frames.pop()!;
  const outer = innermost(state);
  if (open === undefined) return;
  const sign = outer.tokens.length === 2 && !quiet && lines.every(isBinding) ? outer.tokens[1] : undefined;
  if (sign !== undefined && binds(outer.tokens[0], sign)) {
    outer.tokens.pop();
    tell(state, () => signBeforeBody(state.source.file, outer.tokens[0]!, sign));
  }
  outer.tokens.push(bodyToken(state.source.text, open, token));
  if (outer.parens > 0) return;
  const next = state.tokens[index + 1];
  if (outer.tokens.length === 2 && beginsImport(outer.tokens[0]) && next?.image === "from") {
    outer.body = lines;
    return;
  }
  endLine(state, open.startOffset, quiet ? undefined : lines);
  if (next?.image === "else") return;
  if (!endsLine(next) && next?.tokenType !== t.Semicolon && next?.tokenType !== t.Comma) {
    tell(state, () => sameLine(state.source.file, next!));
  }
}

function bodyToken(text: string, open: IToken, close: IToken): IToken {
  return t.made(t.Body, text.slice(open.startOffset, t.endOf(close)), open.startOffset);
}

function beginsImport(first: IToken | undefined): boolean {
  return t.is(first, t.Use) || first?.image === "import";
}

function isBinding({ tokens: [first, second] }: Line): boolean {
  return binds(first, second);
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
  const begins = beginsStatement(next, second) || hasStatementWord(next, second) || beginsItem(next, second);
  return begins ? undefined : last;
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

/** `def f(x):`, `model A:`, `for w in widths:`: the colon of another language's body, which is indented. */
function opensIndented([first, second]: readonly IToken[]): boolean {
  if (first === undefined || binds(first, second)) return false;
  return (
    FOREIGN_WORDS.has(first.image) ||
    t.is(first, t.For) ||
    (hasItemWord(first, second) && !t.is(first, t.Category))
  );
}

/** The word with which another language begins a function without a name, whose colon begins no setting. */
const FUNCTION = "lambda";

const VALUES = [t.Name, t.NumberToken, t.StringToken, t.CloseParen, t.CloseSquare];

/** Whether a `{` on the next line belongs to this one. */
function wantsBody({ tokens, body }: Line): boolean {
  const [first, second] = tokens;
  if (body !== undefined || t.is(first, t.Category)) return false;
  if (tokens.length === 1) return t.is(first, t.Name);
  return hasItemWord(first, second) || (t.is(first, t.For) && hasStatementWord(first, second));
}

// ---- findings ------------------------------------------------------------------------------------------

/** `minimise: { … }` */
function signBeforeBody(file: string, name: IToken, sign: IToken): Diagnostic {
  const span = spanOf(file, sign);
  const help = [`a group of settings is written without a sign: \`${shortened(name.image)} { … }\``];
  const details = { help, fixes: [fix(`remove \`${sign.image}\``, span, "")] };
  return diagnostic("unexpected", span, { found: `\`${sign.image}\`` }, details);
}

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
