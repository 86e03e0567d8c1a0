/**
 * How lines begin. What begins like another language, like a misspelt word or like nothing at all is told apart here,
 * before the grammar reads it: the grammar could say only that something else was expected.
 */
import type { IToken, TokenType } from "chevrotain";
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import { nearest } from "../diagnostics/suggest.ts";
import { fix, spanOf } from "./findings.ts";
import { FOREIGN_WORDS, isBranch } from "./foreign-words.ts";
import { beginsItem, binds, hasItemWord, hasStatementWord, ITEM_WORDS, STATEMENT_WORDS } from "./layout.ts";
import { shortened } from "./literals.ts";
import * as t from "./tokens.ts";

/** A line with its beginning put right. */
export interface Beginning {
  /** What the grammar should read; undefined when nothing more can be made of the line. */
  readonly tokens: readonly IToken[] | undefined;
  readonly diagnostic?: Diagnostic;
  /** What should have stood on lines of their own before `tokens`. */
  readonly others?: readonly (readonly IToken[])[];
  /** Whether `tokens` are a guess: what else is wrong in the line may be due to it. */
  readonly guess?: boolean;
}

/** Where a line stands. */
export interface Context {
  /** Outside every body. */
  readonly top: boolean;
  /** The sign that most statements have here. */
  readonly sign: TokenType;
}

/** Looks at how a line begins. */
export function checkBeginning(file: string, line: readonly IToken[], context: Context): Beginning {
  const [first, second] = line;
  if (first === undefined) return { tokens: undefined };
  for (const check of CHECKS) {
    const verdict = check({ file, line, first, second, ...context });
    if (verdict !== undefined) return { ...verdict, tokens: verdict.tokens };
  }
  return { tokens: line };
}

interface Start extends Context {
  readonly file: string;
  readonly line: readonly IToken[];
  readonly first: IToken;
  readonly second: IToken | undefined;
}

interface Verdict {
  readonly diagnostic: Diagnostic;
  /** The line as it was probably meant. */
  readonly tokens?: readonly IToken[];
  readonly others?: readonly (readonly IToken[])[];
  /** Whether that is a guess: what else is wrong in the line may be due to it. */
  readonly guess?: boolean;
}

type Check = (start: Start) => Verdict | undefined;

/** The first that has something to say decides. */
const CHECKS: readonly Check[] = [
  bareBrace,
  namesFirst,
  leadingPipe,
  itemInBody,
  missingName,
  missingInput,
  wordBeforeItem,
  declarator,
  foreignWord,
  typedValue,
  severalNames,
  assignment,
  misspelt,
  missingSign,
  outsideBody,
  unnamed,
];

function wholeLine({ file, line, first }: Start) {
  return spanOf(file, first, line[line.length - 1]);
}

// ---- what cannot begin anything --------------------------------------------------------------------------

function bareBrace({ file, first }: Start): Verdict | undefined {
  if (first.tokenType !== t.Body) return undefined;
  const help = ["a body stands behind what it belongs to: `model Name { … }`"];
  return { diagnostic: diagnostic("unexpected_body", spanOf(file, first), {}, { help }) };
}

/** `use { ConvNet } from "./vision.fuse"` */
function namesFirst({ file, line, first, second, top }: Start): Verdict | undefined {
  const [, , word, path] = line;
  if (!top || !t.is(first, t.Use) || second === undefined || second.tokenType !== t.Body) return undefined;
  if (path === undefined || !t.is(word, t.Name) || !t.is(path, t.StringToken)) return undefined;
  const edits = [
    { span: { file, start: second.startOffset, end: second.startOffset }, text: `${path.image} ` },
    { span: { file, start: t.endOf(second), end: t.endOf(path) }, text: "" },
  ];
  const words = { what: "`use`", part: "its file before the names" };
  const fixes = [{ title: "write the file first", edits }];
  return {
    diagnostic: diagnostic("missing_part", spanOf(file, first), words, { fixes }),
    tokens: [first, path, second, ...line.slice(4)],
  };
}

function leadingPipe({ file, first }: Start): Verdict | undefined {
  if (first.tokenType !== t.Pipe) return undefined;
  return { diagnostic: diagnostic("nothing_to_pipe", spanOf(file, first), {}) };
}

function itemInBody({ file, first, second, top }: Start): Verdict | undefined {
  if (top || !beginsItem(first, second)) return undefined;
  return { diagnostic: diagnostic("not_in_body", spanOf(file, first), { keyword: first.image }) };
}

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
]);

/** A declaration without its name, or with something else in its place. */
function missingName({ file, line, first, second, top }: Start): Verdict | undefined {
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
      nothing(t.Name, t.endOf(word)),
      ...line.slice(instead === undefined ? before : before + 1),
    ],
    guess: true,
  };
}

/** What may stand by mistake where a name should. */
const INSTEAD = [t.NumberToken, t.StringToken];

/** `optional voice: audio(2 s)` */
function missingInput({ file, line, first, second, top }: Start): Verdict | undefined {
  if (top || first.tokenType !== t.Optional || binds(first, second) || t.is(second, t.Input))
    return undefined;
  const place = { file, start: t.endOf(first), end: t.endOf(first) };
  const details = { fixes: [fix("write `input`", place, " input")] };
  const words = { what: "`optional`", part: "`input` behind it" };
  return {
    diagnostic: diagnostic("missing_part", spanOf(file, first), words, details),
    tokens: [first, nothing(t.Input, t.endOf(first)), ...line.slice(1)],
    guess: true,
  };
}

function outsideBody(start: Start): Verdict | undefined {
  const { first, top } = start;
  if (!top || hasItemWord(first, undefined)) return undefined;
  const help = ["at the top of a file stand `use`, `category`, `model`, `block`, `data` and `train`"];
  return { diagnostic: diagnostic("not_at_top", wholeLine(start), {}, { help }) };
}

/** A value that is neither named nor handed on, or nothing that could be a value. */
function unnamed(start: Start): Verdict | undefined {
  const { line, first, second, top } = start;
  if (top || binds(first, second) || hasStatementWord(first, second)) return undefined;
  if (line.some((token) => token.tokenType === t.Body)) return undefined;
  if (!t.is(first, t.Name) && !line.some((token) => token.tokenType === t.Pipe)) {
    return { diagnostic: diagnostic("not_a_statement", wholeLine(start), {}) };
  }
  const help = ["name it, `x = …`, or hand it on with `return` or `output`"];
  return { diagnostic: diagnostic("unnamed_value", wholeLine(start), {}, { help }) };
}

// ---- words of other languages ----------------------------------------------------------------------------

/** Words that other languages put before the name of a value. */
const DECLARATORS = new Set(["let", "const", "var", "val", "auto", "mut"]);

function declarator({ file, line, first, second, top }: Start): Verdict | undefined {
  if (top || second === undefined || !DECLARATORS.has(first.image) || !binds(second, line[2]))
    return undefined;
  const word = first.image;
  const help = [`a value is made without a word before it: \`${shortened(second.image)} = …\``];
  const fixes = [fix(`remove \`${word}\``, { file, start: first.startOffset, end: second.startOffset }, "")];
  return {
    diagnostic: diagnostic("foreign_word", spanOf(file, first), { word }, { help, fixes }),
    tokens: line.slice(1),
  };
}

/** Such a word followed by a name or a text; `if` and its kind also before brackets and on their own. */
function foreignWord({ file, first, second, top }: Start): Verdict | undefined {
  const word = first.image;
  const help = FOREIGN_WORDS.get(word);
  if (help === undefined || binds(first, second)) return undefined;
  const isText = t.is(second, t.StringToken) && (top || word !== "from");
  const isList = t.is(second, t.Body) && word === "import";
  if (!isBranch(word) && !t.is(second, t.Name) && !isText && !isList) return undefined;
  return { diagnostic: diagnostic("foreign_word", spanOf(file, first), { word }, { help: [help] }) };
}

/** `export model A { … }` */
function wordBeforeItem({ file, line, first, second, top }: Start): Verdict | undefined {
  if (!top || second === undefined || !t.is(first, t.Name) || hasItemWord(first, second)) return undefined;
  if (!beginsItem(second, line[2])) return undefined;
  const word = shortened(first.image);
  const gap = { file, start: first.startOffset, end: second.startOffset };
  const details = { fixes: [fix(`remove \`${word}\``, gap, "")] };
  return {
    diagnostic: diagnostic("foreign_word", spanOf(file, first), { word }, details),
    tokens: line.slice(1),
  };
}

// ---- words and signs that were meant otherwise -----------------------------------------------------------

/** Signs with which other languages name or change a value. */
const ASSIGNMENTS = new Set(["==", ":=", "+=", "-=", "*=", "/="]);

function assignment({ file, line, first, second: sign }: Start): Verdict | undefined {
  if (sign === undefined || !t.is(first, t.Name) || !ASSIGNMENTS.has(sign.image)) return undefined;
  const plain = sign.image === "==" || sign.image === ":=";
  const name = shortened(first.image);
  const help = plain
    ? "a value is named with `=`"
    : `a value is named once: give what is made from it another name, \`… = ${name} ${sign.image.charAt(0)} …\``;
  const span = spanOf(file, sign);
  const fixes = plain ? [fix("write `=`", span, "=")] : [];
  return {
    diagnostic: diagnostic("equality_for_assignment", span, { sign: sign.image }, { help: [help], fixes }),
    tokens: [first, t.retyped(sign, t.Equals), ...line.slice(2)],
  };
}

/** `x: feature = y` */
function typedValue({ file, line, first, second, top }: Start): Verdict | undefined {
  if (top || !t.is(first, t.Name) || !t.is(second, t.Colon)) return undefined;
  const index = outside(line).find((at) => t.is(line[at], t.Equals) && !endsAt(line[at - 1], line[at]));
  const sign = index === undefined ? undefined : line[index];
  if (index === undefined || sign === undefined || index < 3) return undefined;
  const gap = { file, start: t.endOf(first), end: sign.startOffset };
  const details = { fixes: [fix("remove the type", gap, " ")] };
  return {
    diagnostic: diagnostic("typed_value", spanOf(file, second!, line[index - 1]), {}, details),
    tokens: [first, ...line.slice(index)],
  };
}

/** The places of the tokens that stand in no brackets. */
function outside(line: readonly IToken[]): readonly number[] {
  const places: number[] = [];
  let depth = 0;
  line.forEach((token, index) => {
    if (t.is(token, t.CloseParen) || t.is(token, t.CloseSquare)) depth -= 1;
    if (depth === 0) places.push(index);
    if (t.is(token, t.OpenParen) || t.is(token, t.OpenSquare)) depth += 1;
  });
  return places;
}

/** Whether `>` and `=` are the two halves of `>=`. */
function endsAt(before: IToken | undefined, sign: IToken | undefined): boolean {
  return before?.tokenType === t.Greater && t.endOf(before) === sign?.startOffset;
}

/** `x, y = f(z)`, `input x, y: vector(8)` */
function severalNames({ file, line, first, top }: Start): Verdict | undefined {
  const before = NAMED.has(first.tokenType) && t.is(line[1], t.Name) ? 1 : 0;
  const [name, comma] = [line[before], line[before + 1]];
  if (top || !t.is(name, t.Name) || comma === undefined || !t.is(comma, t.Comma)) return undefined;
  const help =
    before > 0
      ? "each has a line of its own"
      : "one name stands before `=`; the parts of a block's result are read as `parts.first`";
  const names = namesIn(line, before);
  const last = names.length * 2 - 1 + before;
  const opening = (at: number) => (before > 0 ? [nothing(first.tokenType, at)] : []);
  const begun = (word: IToken) => [
    ...opening(word.startOffset),
    word,
    nothing(before > 0 ? t.Colon : t.Equals, t.endOf(word)),
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

/** Two names in a row begin with a word of the language, or were meant to. */
function misspelt({ file, line, first, second, top }: Start): Verdict | undefined {
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
function missingSign({ file, line, first, second, top, sign }: Start): Verdict | undefined {
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
    tokens: [first, nothing(sign, t.endOf(first)), ...line.slice(1)],
    guess: true,
  };
}

const VALUES = [t.Name, t.NumberToken, t.StringToken, t.OpenSquare];

/** A token that nobody wrote. */
function nothing(type: TokenType, offset: number): IToken {
  return t.made(type, "", offset);
}

function spelling(type: TokenType): string {
  return String(type.PATTERN);
}
