/** First words that are misspelt, or lack the sign behind them. */
import type { TokenType } from "chevrotain";
import { diagnostic } from "../../diagnostics/diagnostic.ts";
import { nearest } from "../../diagnostics/suggest.ts";
import { fix, spanOf } from "../findings.ts";
import { hasItemWord, hasStatementWord, ITEM_WORDS, STATEMENT_WORDS } from "../layout.ts";
import { shortened } from "../literals.ts";
import * as t from "../tokens.ts";
import type { Start, Verdict } from "./start.ts";

/** Two names in a row begin with a word of the language, or were meant to. */
export function misspelt({ file, line, first, second, top }: Start): Verdict | undefined {
  if (!t.is(first, t.Name) || !t.is(second, t.Name)) return undefined;
  if (hasItemWord(first, second) || hasStatementWord(first, second) || t.is(first, t.New)) return undefined;
  const word = first.image;
  const words = top ? ITEM_WORDS : STATEMENT_WORDS;
  const meant = meantBy(word, words.map(spelling));
  const type = words.find((candidate) => spelling(candidate) === meant);
  const span = spanOf(file, first);
  const what = top ? "item" : "statement";
  if (meant === undefined || type === undefined) {
    if (!top && BEGINS_VALUE.some((begins) => t.is(line[2], begins))) return undefined;
    return { diagnostic: diagnostic("unknown_word", span, { what, word: shortened(word) }) };
  }
  const details = { help: [`did you mean \`${meant}\`?`], fixes: [fix(`write \`${meant}\``, span, meant)] };
  return {
    diagnostic: diagnostic("unknown_word", span, { what, word: shortened(word) }, details),
    tokens: [t.retyped(first, type), ...line.slice(1)],
    guess: true,
  };
}

/** The nearest word; one of three letters or fewer is not guessed at. */
function meantBy(word: string, words: readonly string[]): string | undefined {
  const lower = word.toLowerCase();
  return words.includes(lower)
    ? lower
    : nearest(
        word,
        words.filter(({ length }) => length > 3),
      );
}

/** What may follow a name that is itself a value. */
const BEGINS_VALUE = [t.OpenParen, t.Pipe, t.Dot];

/** `epochs 20`, `split column("split")` */
export function missingSign({ file, line, first, second, top, sign }: Start): Verdict | undefined {
  if (top || second === undefined || !t.is(first, t.Name) || hasStatementWord(first, second))
    return undefined;
  const isIndexed = t.is(second, t.OpenSquare) && second.startOffset === t.endOf(first);
  if (
    isIndexed ||
    !VALUES.some((type) => t.is(second, type)) ||
    t.is(first, t.New) ||
    t.is(first, t.Pretrained)
  )
    return undefined;
  const name = shortened(first.image);
  const value = shortened(second.image);
  const help = [`\`${name}: ${value}\` is a setting, \`${name} = ${value}\` a value`];
  const span = spanOf(file, first, second);
  return {
    diagnostic: diagnostic("missing_sign", span, { name }, { help }),
    tokens: [first, t.made(sign, "", t.endOf(first)), ...line.slice(1)],
    guess: true,
  };
}

const VALUES = [t.Name, t.NumberToken, t.StringToken, t.OpenSquare];

function spelling(type: TokenType): string {
  return String(type.PATTERN);
}
