/** From text to tokens and comments, with what is wrong in the characters themselves. */
import type { IToken, Lexer } from "chevrotain";
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import type { Source, Span } from "../diagnostics/source.ts";
import type { Comment } from "./ast.ts";
import { shortened } from "./literals.ts";
import * as t from "./tokens.ts";

export interface Scanned {
  /** Without comments and spaces; of several newlines in a row only the last. */
  readonly tokens: readonly IToken[];
  readonly comments: readonly Comment[];
  /** Mistakes that are understood: what they stand in can be read on. */
  readonly slips: readonly Diagnostic[];
  /** Mistakes that leave a hole in what they stand in. */
  readonly holes: readonly Diagnostic[];
}

let lexer: Lexer | undefined;

export function scan(source: Source): Scanned {
  lexer ??= t.createLexer(true);
  const { tokens, groups, errors } = lexer.tokenize(source.text);
  const comments = groups.comments ?? [];
  return {
    tokens: tokens.filter((token, index) => !isNewline(token) || !isNewline(tokens[index + 1])),
    comments: comments.map((token) => comment(source.file, token)),
    slips: comments.flatMap((token) => foreignComment(source.file, token)),
    holes: [
      ...hiddenCharacters(source),
      ...errors.map(({ offset, length }) => unexpectedCharacter(source, offset, length)),
      ...tokens
        .filter((token) => token.tokenType === t.UnclosedString)
        .map((token) => unclosed(source.file, token)),
    ],
  };
}

function isNewline(token: IToken | undefined): boolean {
  return token?.tokenType === t.Newline;
}

// ---- comments ------------------------------------------------------------------------------------------

function comment(file: string, token: IToken): Comment {
  const isDoc = /^\/\/\/(?!\/)/.test(token.image);
  const text = token.image.replace(/^(?:\/\/\/(?!\/)|\/\/|#|\/\*) ?/, "").replace(/\*\/$/, "");
  return { text: text.trimEnd(), style: isDoc ? "doc" : "line", span: spanOf(file, token) };
}

function foreignComment(file: string, token: IToken): readonly Diagnostic[] {
  const { tokenType, image } = token;
  const span = spanOf(file, token);
  if (tokenType === t.HashComment) {
    const mark = { ...span, end: span.start + 1 };
    const fix = { title: "begin it with `//`", edits: [{ span: mark, text: "//" }] };
    return [diagnostic("foreignComment", mark, {}, { fixes: [fix] })];
  }
  if (tokenType !== t.BlockComment) return [];
  const mark = { ...span, end: span.start + 2 };
  const closed = image.length >= 4 && image.endsWith("*/");
  return [diagnostic(closed ? "foreignComment" : "unclosedComment", mark, {})];
}

// ---- characters ----------------------------------------------------------------------------------------

/** Control characters, halves of surrogate pairs, and marks that turn the direction of writing. */
const HIDDEN = /(?![\t\n\v\f\r])[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/gu;

function hiddenCharacters({ file, text }: Source): readonly Diagnostic[] {
  return Array.from(text.matchAll(HIDDEN), ({ 0: character, index }) => {
    const span = { file, start: index, end: index + character.length };
    return diagnostic(
      "hiddenCharacter",
      span,
      { character: numbered(character) },
      {
        fixes: [{ title: "remove it", edits: [{ span, text: "" }] }],
      },
    );
  });
}

function numbered(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
}

function unexpectedCharacter({ file, text }: Source, offset: number, length: number): Diagnostic {
  const found = text.slice(offset, offset + length);
  const span = { file, start: offset, end: offset + length };
  const character = /^\p{Cf}/u.test(found) ? numbered(found) : shortened(found);
  const quote = /^["“”„«»‘’]/u.test(found);
  return diagnostic(
    "unexpectedCharacter",
    span,
    { character },
    {
      help: quote ? ['texts stand in straight double quotes: `"like this"`'] : [],
    },
  );
}

/** A fix is offered where the text ends in brackets and commas: the quote belongs before them. */
function unclosed(file: string, token: IToken): Diagnostic {
  const span = spanOf(file, token);
  const content = token.image.replace(/[\s)\]},]+$/, "");
  const place = { ...span, start: span.start + content.length, end: span.start + content.length };
  const fixes = content.length < 2 ? [] : [{ title: "close the text", edits: [{ span: place, text: '"' }] }];
  return diagnostic(
    "unclosedString",
    { ...span, end: span.start + 1 },
    {},
    {
      help: ['a text begins and ends with `"` on one line'],
      fixes,
    },
  );
}

function spanOf(file: string, token: IToken): Span {
  return { file, start: token.startOffset, end: t.endOf(token) };
}
