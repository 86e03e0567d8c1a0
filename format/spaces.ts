/** Where spaces stand between words, and where lines may be broken. */
import type { IToken } from "chevrotain";
import { isBare } from "../grammar/numbers.ts";
import * as t from "../grammar/tokens.ts";
import type { Syntax } from "./syntax.ts";

const CLINGS_LEFT = [t.Comma, t.Colon, t.Dot, t.CloseParen, t.CloseSquare];
const CLINGS_RIGHT = [t.Dot, t.OpenParen, t.OpenSquare];

/** Whether no space stands before the word at an index, in a statement that is right. */
export function touches(tokens: readonly IToken[], index: number, syntax: Syntax): boolean {
  const [before, word] = [tokens[index - 1], tokens[index]];
  if (before === undefined || word === undefined) return true;
  const at = word.startOffset;
  return (
    CLINGS_LEFT.some((type) => t.is(word, type)) ||
    CLINGS_RIGHT.some((type) => t.is(before, type)) ||
    word.image === ".." ||
    before.image === ".." ||
    syntax.signs.has(before.startOffset) ||
    syntax.opening.has(at) ||
    syntax.opening.has(before.startOffset) ||
    syntax.closing.has(at) ||
    (isOpening(word) && opensBehind(before, syntax)) ||
    (t.is(word, t.Equals) && isHalf(before, word, syntax)) ||
    isPlainQuotient(tokens, index, syntax) ||
    isPlainQuotient(tokens, index - 1, syntax)
  );
}

/** Whether a bracket behind a word belongs to it: to a name that is called, or to a type. */
export function opensBehind(before: IToken, { names, closing }: Syntax): boolean {
  return names.has(before.startOffset) || closing.has(before.startOffset) || t.is(before, t.CloseParen);
}

function isOpening(word: IToken): boolean {
  return t.is(word, t.OpenParen) || t.is(word, t.OpenSquare);
}

/** Whether `>` and `=` are the two halves of `>=`. */
function isHalf(before: IToken, word: IToken, { closing }: Syntax): boolean {
  return t.is(before, t.Greater) && !closing.has(before.startOffset) && t.endOf(before) === word.startOffset;
}

/** Whether a `/` stands between plain names or numbers and in no longer product: `D/2`, but `T * 25 / 16`. */
function isPlainQuotient(tokens: readonly IToken[], index: number, syntax: Syntax): boolean {
  if (tokens[index]?.image !== "/") return false;
  const [far, left, right, next] = [index - 2, index - 1, index + 1, index + 2].map((at) => tokens[at]);
  return (
    isPlain(left, syntax) &&
    isPlain(right, syntax) &&
    !["*", "/", "."].includes(far?.image ?? "") &&
    !["*", "/", ".", "(", "["].includes(next?.image ?? "")
  );
}

function isPlain(token: IToken | undefined, { names }: Syntax): boolean {
  if (token === undefined) return false;
  return t.is(token, t.NumberToken) ? isBare(token.image) : names.has(token.startOffset);
}

/** Whether a word is a sign between two values that stands apart from both, so that a line may be broken before it. */
export function breaks(tokens: readonly IToken[], index: number, syntax: Syntax): boolean {
  const token = tokens[index];
  if (token === undefined) return false;
  const isSign = t.is(token, t.ArithmeticOperator) || t.is(token, t.LooseOperator);
  const { startOffset } = token;
  if (!isSign || syntax.signs.has(startOffset) || syntax.closing.has(startOffset)) return false;
  return !touches(tokens, index, syntax);
}
