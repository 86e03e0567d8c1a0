/** Declarations that lack a name, or have several. */
import type { IToken, TokenType } from "chevrotain";
import { diagnostic } from "../../diagnostics/diagnostic.ts";
import { fix, spanOf } from "../findings.ts";
import { binds, hasItemWord, hasStatementWord } from "../layout.ts";
import { shortened } from "../literals.ts";
import * as t from "../tokens.ts";
import type { Start, Verdict } from "./start.ts";

/** What each word is that a name follows. */
const NAMED: ReadonlyMap<TokenType, string> = new Map([
  [t.Category, "a category"],
  [t.Model, "a model"],
  [t.Block, "a block"],
  [t.Data, "a data block"],
  [t.Train, "`train`"],
  [t.Input, "an input"],
  [t.Output, "an output"],
  [t.Weight, "a weight"],
  [t.Phase, "a phase"],
]);

/** A declaration without its name, or with something else in its place. */
export function missingName({ file, line, first, second, top }: Start): Verdict | undefined {
  const before = first.tokenType === t.Optional && t.is(second, t.Input) ? 2 : 1;
  const word = line[before - 1];
  const next = line[before];
  const what = word === undefined ? undefined : NAMED.get(word.tokenType);
  const mayStand = top ? hasItemWord(first, undefined) : hasStatementWord(first, second);
  if (word === undefined || what === undefined || !mayStand) return undefined;
  if (t.is(next, t.Name) && !(first.tokenType === t.Train && t.is(next, t.On) && t.is(line[2], t.Name)))
    return undefined;
  const instead = INSTEAD.some((type) => t.is(next, type)) ? next : undefined;
  return {
    diagnostic: diagnostic("missing_name", spanOf(file, instead ?? word), { what }),
    tokens: [
      ...line.slice(0, before),
      t.made(t.Name, "", t.endOf(word)),
      ...line.slice(instead === undefined ? before : before + 1),
    ],
    guess: true,
  };
}

/** What may stand by mistake where a name should. */
const INSTEAD = [t.NumberToken, t.StringToken];

/** `train A with B { … }` */
export function otherThanOn({ file, line, first, second, top }: Start): Verdict | undefined {
  const [, , word, data] = line;
  if (!top || first.tokenType !== t.Train || !t.is(second, t.Name) || word === undefined) return undefined;
  if (!t.is(word, t.Name) || t.is(word, t.On) || !t.is(data, t.Name)) return undefined;
  const span = spanOf(file, word);
  const details = { help: ["the data stand behind `on`"], fixes: [fix("write `on`", span, "on")] };
  return {
    diagnostic: diagnostic("unexpected", span, { found: `\`${shortened(word.image)}\`` }, details),
    tokens: [first, second!, t.retyped(word, t.On), ...line.slice(3)],
    guess: true,
  };
}

/** `optional voice: audio(2 s)` */
export function missingInput({ file, line, first, second, top }: Start): Verdict | undefined {
  if (top || first.tokenType !== t.Optional || binds(first, second) || t.is(second, t.Input))
    return undefined;
  const place = { file, start: t.endOf(first), end: t.endOf(first) };
  const details = { fixes: [fix("write `input`", place, " input")] };
  const words = { what: "`optional`", part: "`input` behind it" };
  return {
    diagnostic: diagnostic("missing_part", spanOf(file, first), words, details),
    tokens: [first, t.made(t.Input, "", t.endOf(first)), ...line.slice(1)],
    guess: true,
  };
}

/** `x, y = f(z)`, `input x, y: vector(8)` */
export function severalNames({ file, line, first, top }: Start): Verdict | undefined {
  const before = NAMED.has(first.tokenType) && t.is(line[1], t.Name) ? 1 : 0;
  const [name, comma] = [line[before], line[before + 1]];
  if (top || !t.is(name, t.Name) || comma === undefined || !t.is(comma, t.Comma)) return undefined;
  const help =
    before > 0
      ? "each has a line of its own"
      : "one name stands before `=`; the parts of a block's result are read as `parts.first`";
  const names = namesIn(line, before);
  const last = names.length * 2 - 1 + before;
  const opening = (at: number) => (before > 0 ? [t.made(first.tokenType, "", at)] : []);
  const begun = (word: IToken) => [
    ...opening(word.startOffset),
    word,
    t.made(before > 0 ? t.Colon : t.Equals, "", t.endOf(word)),
  ];
  const others = names.slice(0, Math.min(names.length - 1, MOST_NAMES)).map(begun);
  const rest =
    before > 0
      ? [...opening(names[names.length - 1]!.startOffset), ...line.slice(last - 1)]
      : begun(names[names.length - 1]!);
  return {
    diagnostic: diagnostic("unexpected", spanOf(file, comma), { found: "`,`" }, { help: [help] }),
    others,
    tokens: rest,
    guess: true,
  };
}

/** How many names that stand on one line by mistake are read. */
const MOST_NAMES = 100;

/** The names that stand from an index on, with commas between them. */
function namesIn(line: readonly IToken[], from: number): readonly IToken[] {
  const names: IToken[] = [];
  for (let index = from; t.is(line[index], t.Name); index += 2) {
    names.push(line[index]!);
    if (!t.is(line[index + 1], t.Comma)) break;
  }
  return names;
}
