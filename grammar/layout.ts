/** What the first tokens of a line say about it. */
import type { IToken, TokenType } from "chevrotain";
import * as t from "./tokens.ts";

export const ITEM_WORDS: readonly TokenType[] = [t.Use, t.Category, t.Model, t.Block, t.Data, t.Train];
export const STATEMENT_WORDS: readonly TokenType[] = [
  t.Input,
  t.Optional,
  t.Output,
  t.Weight,
  t.Require,
  t.Return,
  t.For,
  t.Phase,
];

type Maybe = IToken | undefined;

/** `name =` and `name :`, whatever word the name is. */
export function binds(first: Maybe, second: Maybe): boolean {
  return t.is(first, t.Name) && (t.is(second, t.Equals) || t.is(second, t.Colon));
}

/** One of the words that begin an item, not used as a name. */
export function hasItemWord(first: Maybe, second: Maybe): boolean {
  return first !== undefined && ITEM_WORDS.includes(first.tokenType) && !binds(first, second);
}

/** One of the words that begin a statement, not used as a name. */
export function hasStatementWord(first: Maybe, second: Maybe): boolean {
  return first !== undefined && STATEMENT_WORDS.includes(first.tokenType) && !binds(first, second);
}

/** Whether two tokens can only be the beginning of an item: `model A`, `use "…"`. */
export function beginsItem(first: Maybe, second: Maybe): boolean {
  if (!hasItemWord(first, second)) return false;
  return t.is(second, t.Name) || (t.is(first, t.Use) && t.is(second, t.StringToken));
}

/** Whether two tokens look like the beginning of a statement, or the end of a body. */
export function beginsStatement(first: Maybe, second: Maybe): boolean {
  if (binds(first, second) || t.is(first, t.CloseBrace)) return true;
  if (t.is(first, t.Name) && t.is(second, t.OpenBrace)) return true;
  return hasStatementWord(first, second) && t.is(second, t.Name);
}
