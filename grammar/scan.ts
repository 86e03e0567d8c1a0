/** From text to tokens and comments, with what is wrong in the characters themselves. */
import type { IToken, Lexer } from "chevrotain";
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import type { Source } from "../diagnostics/source.ts";
import type { Comment } from "./ast.ts";
import { fix, placeAt, spanOf } from "./findings.ts";
import { MOST_FINDINGS } from "./limits.ts";
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
    slips: most(comments.filter(isForeign)).map((token) => foreignComment(source.file, token)),
    holes: [
      ...hiddenCharacters(source),
      ...most(errors).map(({ offset, length }) => unexpectedCharacter(source, offset, length)),
      ...most(tokens.filter(isUnclosed)).map((token) => unclosed(source.file, token)),
    ],
  };
}

/** As many as will be listed, and one more to tell that there are more. */
function most<T>(findings: readonly T[]): readonly T[] {
  return findings.slice(0, MOST_FINDINGS + 1);
}

function isNewline(token: IToken | undefined): boolean {
  return token?.tokenType === t.Newline;
}

function isUnclosed({ tokenType }: IToken): boolean {
  return tokenType === t.UnclosedString;
}

// ---- comments ------------------------------------------------------------------------------------------

function comment(file: string, token: IToken): Comment {
  const isDoc = /^\/\/\/(?!\/)/.test(token.image);
  const text = token.image.replace(/^(?:\/\/\/(?!\/)|\/\/|#|\/\*) ?/, "").replace(/\*\/$/, "");
  return { text: text.trimEnd(), style: isDoc ? "doc" : "line", span: spanOf(file, token) };
}

function isForeign({ tokenType }: IToken): boolean {
  return tokenType === t.HashComment || tokenType === t.BlockComment;
}

function foreignComment(file: string, token: IToken): Diagnostic {
  const { tokenType, image } = token;
  const start = token.startOffset;
  if (tokenType === t.HashComment) {
    const mark = { file, start, end: start + 1 };
    return diagnostic("foreign_comment", mark, {}, { fixes: [fix("begin it with `//`", mark, "//")] });
  }
  const closed = image.length >= 4 && image.endsWith("*/");
  return diagnostic(closed ? "foreign_comment" : "unclosed_comment", { file, start, end: start + 2 }, {});
}

// ---- characters ----------------------------------------------------------------------------------------

/** Control characters, halves of surrogate pairs, and marks that turn the direction of writing. */
const HIDDEN = /(?![\t\n\v\f\r])[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/gu;

function hiddenCharacters({ file, text }: Source): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const { 0: character, index } of text.matchAll(HIDDEN)) {
    if (found.length > MOST_FINDINGS) break;
    const span = { file, start: index, end: index + character.length };
    const fixes = [fix("remove it", span, "")];
    found.push(diagnostic("hidden_character", span, { character: numbered(character) }, { fixes }));
  }
  return found;
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
    "unexpected_character",
    span,
    { character },
    {
      help: quote ? ['texts stand in straight double quotes: `"like this"`'] : [],
    },
  );
}

/** The missing quote belongs before the brackets and commas that the line ends with. */
function unclosed(file: string, token: IToken): Diagnostic {
  const start = token.startOffset;
  const content = token.image.replace(CLOSING_END, "");
  const fixes = content.length < 2 ? [] : [fix("close the text", placeAt(file, start + content.length), '"')];
  return diagnostic(
    "unclosed_string",
    { file, start, end: start + 1 },
    {},
    { help: ['a text begins and ends with `"` on one line'], fixes },
  );
}

const CLOSING_END = /(?<![\s)\]},])[\s)\]},]+$/;
