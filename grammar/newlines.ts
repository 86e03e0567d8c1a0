/**
 * Sets the lines of a file apart. A newline ends a statement unless a `(` or `[` is open or the next line that says
 * something begins with `|>`; within `{ … }` newlines count again, whatever is open around it.
 */
import { createTokenInstance, type IToken } from "chevrotain";
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import type { Span } from "../diagnostics/source.ts";
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

/** A body that is being read, and the line that it belongs to. */
interface Frame {
  readonly open: IToken | undefined;
  readonly lines: Line[];
  tokens: IToken[];
  parens: number;
}

/** Groups tokens whose brackets are balanced into lines. */
export function splitLines(source: { file: string; text: string }, tokens: readonly IToken[]): Lines {
  const diagnostics: Diagnostic[] = [];
  const frames: Frame[] = [frame(undefined)];
  let current = frames[0]!;
  const endLine = (end: number, body?: readonly Line[]) => {
    if (current.tokens.length > 0) {
      current.lines.push({ tokens: current.tokens, end, ...(body === undefined ? {} : { body }) });
    }
    current.tokens = [];
  };
  tokens.forEach((token, index) => {
    const type = token.tokenType;
    if (type === t.Newline) {
      if (current.parens === 0 && next(tokens, index)?.tokenType !== t.Pipe) endLine(token.startOffset);
    } else if (type === t.Semicolon && current.parens === 0) {
      endLine(token.startOffset);
      diagnostics.push(semicolon(source.file, token, tokens[index + 1]));
    } else if (type === t.OpenBrace) {
      current = frame(token);
      frames.push(current);
    } else if (type === t.CloseBrace && frames.length > 1) {
      endLine(token.startOffset);
      const { open, lines } = frames.pop()!;
      current = frames[frames.length - 1]!;
      current.tokens.push(bodyToken(source.text, open!, token));
      if (current.parens > 0) return;
      endLine(open!.startOffset, lines);
      const follower = tokens[index + 1];
      if (follower !== undefined && !MAY_FOLLOW_BODY.includes(follower.tokenType)) {
        diagnostics.push(sameLine(source.file, follower));
      }
    } else {
      if (type === t.OpenParen || type === t.OpenSquare) current.parens += 1;
      if (type === t.CloseParen || type === t.CloseSquare) current.parens -= 1;
      current.tokens.push(token);
    }
  });
  endLine(source.text.length);
  return { lines: current.lines, diagnostics };
}

const MAY_FOLLOW_BODY = [t.Newline, t.CloseBrace, t.Semicolon];

function frame(open: IToken | undefined): Frame {
  return { open, lines: [], tokens: [], parens: 0 };
}

/** The next token that is not a newline. */
function next(tokens: readonly IToken[], index: number): IToken | undefined {
  let at = index + 1;
  while (tokens[at]?.tokenType === t.Newline) at += 1;
  return tokens[at];
}

function bodyToken(text: string, open: IToken, close: IToken): IToken {
  const end = t.endOf(close);
  const nothing = Number.NaN;
  const image = text.slice(open.startOffset, end);
  return createTokenInstance(t.Body, image, open.startOffset, end - 1, nothing, nothing, nothing, nothing);
}

function semicolon(file: string, token: IToken, follower: IToken | undefined): Diagnostic {
  const span: Span = { file, start: token.startOffset, end: t.endOf(token) };
  const last = follower === undefined || MAY_FOLLOW_BODY.includes(follower.tokenType);
  const fix = last ? { title: "remove `;`", text: "" } : { title: "begin a new line", text: "\n" };
  return diagnostic(
    "semicolon",
    span,
    {},
    { fixes: [{ title: fix.title, edits: [{ span, text: fix.text }] }] },
  );
}

function sameLine(file: string, token: IToken): Diagnostic {
  const span: Span = { file, start: token.startOffset, end: t.endOf(token) };
  const before = { ...span, end: span.start };
  return diagnostic(
    "sameLine",
    span,
    {},
    {
      fixes: [{ title: "begin a new line", edits: [{ span: before, text: "\n" }] }],
    },
  );
}
