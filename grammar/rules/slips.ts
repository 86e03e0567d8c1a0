/** What is said about mistakes that the rules understand: each is read as it was meant. */
import type { IToken } from "chevrotain";
import { type Diagnostic, diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Span } from "../../diagnostics/source.ts";
import type { Expression, NewExpression } from "../ast.ts";
import { fix, placeAt, spanOf } from "../findings.ts";
import { shortened, UNITS_HELP, unknownUnit } from "../literals.ts";
import { isBare, nearestSuffix } from "../numbers.ts";
import * as t from "../tokens.ts";

// ---- commas --------------------------------------------------------------------------------------------

export function extraComma(file: string, comma: IToken): Diagnostic {
  const span = spanOf(file, comma);
  return diagnostic("extra_comma", span, {}, { fixes: [fix("remove the comma", span, "")] });
}

/** What items of a list may be: see `ListOf`. */
interface Items {
  readonly settings: boolean;
  readonly units: boolean;
}

/** Between two items, of which the first may be the name of a setting, and the second a unit. */
export function missingComma(
  file: string,
  before: IToken,
  after: IToken,
  { settings, units }: Items,
): Diagnostic {
  if (PREFIXES.has(before.image)) return foreignPrefix(file, before);
  if (t.is(after, t.OpenSquare) && after.startOffset === t.endOf(before)) return indexed(file, after);
  const isUnit = mayBeUnit(before, after);
  if (isUnit && (units || nearestSuffix(after.image) !== undefined))
    return unknownUnit(after.image, spanOf(file, after));
  const pair = (sign: string) => `\`${shortened(before.image)}${sign} ${shortened(after.image)}\``;
  const help = [`put a comma between them: ${pair(",")}`];
  const mayBeSetting = settings && t.is(before, t.Name);
  if (mayBeSetting) help.push(`or, if \`${before.image}\` is a setting: ${pair(":")}`);
  const mayBeOther = isUnit && after.image.length <= LONGEST_UNIT;
  if (mayBeOther) help.push(UNITS_HELP);
  const isCertain = !mayBeOther && !(mayBeSetting && LITERALS.some((type) => t.is(after, type)));
  const mend = fix("insert a comma", placeAt(file, t.endOf(before)), ",");
  return diagnostic(
    "missing_comma",
    spanOf(file, before, after),
    {},
    { help, fixes: isCertain ? [mend] : [] },
  );
}

/** What a setting is given more often than stands behind a value. */
const LITERALS = [t.NumberToken, t.StringToken, t.OpenSquare];

/** Words that stand before a value in other languages. */
const PREFIXES: ReadonlySet<string> = new Set(["not", "lambda", "await"]);

function foreignPrefix(file: string, word: IToken): Diagnostic {
  const help = ["a setting takes one value: a name, a number, a text, a list or a call"];
  return diagnostic("foreign_operator", spanOf(file, word), { sign: word.image }, { help });
}

/** Words that choose between values in other languages. */
const BRANCH_WORDS: ReadonlySet<string> = new Set(["if", "else"]);

/** Whether a token would choose between values, as in `a if b else c`. */
export function isBranchWord(token: IToken): boolean {
  return BRANCH_WORDS.has(token.image);
}

/** `x.shape[1]` */
function indexed(file: string, bracket: IToken): Diagnostic {
  const help = [
    "values are not picked from by number: sizes have names in a block's types, as in `feature[channel: D]`",
  ];
  return diagnostic("unexpected", spanOf(file, bracket), { found: "`[`" }, { help });
}

/** How many letters a unit has at most. */
const LONGEST_UNIT = 3;

/** Whether a word behind a number may have been meant as its unit. */
export function mayBeUnit(before: IToken, after: IToken): boolean {
  return before.tokenType === t.NumberToken && isBare(before.image) && t.is(after, t.Name);
}

// ---- operators -----------------------------------------------------------------------------------------

export function chainedComparison(file: string, operator: IToken, earlier: IToken): Diagnostic {
  const help = [
    "write two conditions, with a comma between them: `require 1k < parameters, parameters < 2M`",
  ];
  const related = [{ span: spanOf(file, earlier), text: "the comparison before it" }];
  return diagnostic("chained_comparison", spanOf(file, operator), {}, { related, help });
}

export function secondRange(file: string, operator: IToken): Diagnostic {
  return diagnostic("unexpected", spanOf(file, operator), { found: "a second `..`" });
}

function newInPipe(span: Span, { span: whole, call }: NewExpression): Diagnostic {
  const word = { ...whole, end: call.span.start };
  const help = ["name the instance first, `encode = new …`, or call it directly"];
  return diagnostic("new_in_pipe", span, {}, { help, fixes: [fix("remove `new`", word, "")] });
}

/** What cannot take a value from the left, by kind. */
const NOT_A_STEP: Partial<Record<Expression["kind"], string>> = {
  number: "a number",
  string: "a text",
  list: "a list",
  comprehension: "a list",
  unary: "a calculation",
  binary: "a calculation",
  range: "a range",
  type_value: "a type",
  pipe: "another pipeline",
};

/** The finding for what stands to the right of `|>`, when that is neither a name nor a call. */
export function notAStep(span: Span, step: Expression): Diagnostic | undefined {
  if (step.kind === "new") return newInPipe(span, step);
  const found = NOT_A_STEP[step.kind];
  if (found === undefined) return undefined;
  const help =
    step.kind === "binary"
      ? "`|>` binds loosest of all: put the pipeline in brackets, `(x |> f) + y`"
      : "write the name of an operator, with its settings in brackets: `x |> dense(64)`";
  return diagnostic("pipe_into_value", span, { found }, { help: [help] });
}

const CONJUNCTIONS: ReadonlyMap<string, string | undefined> = new Map([
  ["&&", ","],
  ["and", ","],
  ["||", undefined],
  ["or", undefined],
]);

/** Whether a token joins conditions in other languages. */
export function isConjunction(token: IToken): boolean {
  return CONJUNCTIONS.has(token.image);
}

/** Conditions that are all required are parted by commas; a choice between them cannot be required. */
export function conjunction(file: string, word: IToken): Diagnostic {
  const comma = CONJUNCTIONS.get(word.image);
  const span = spanOf(file, word);
  const help = ["conditions stand side by side, with commas: `require a < 1, b < 2`"];
  const fixes = comma === undefined ? [] : [fix("write a comma", span, comma)];
  return diagnostic("foreign_operator", span, { sign: word.image }, { help, fixes });
}

// ---- calls and brackets --------------------------------------------------------------------------------

export function notCallable(span: Span): Diagnostic {
  const help = ["hand a result on with `|>`: `x |> dense(64)`"];
  return diagnostic("call_of_value", span, {}, { label: "this is not a name", help });
}

export function newWithoutCall(span: Span): Diagnostic {
  const fixes = [fix("add `()`", placeAt(span.file, span.end), "()")];
  return diagnostic("new_without_call", span, {}, { fixes });
}

export function tuple(file: string, open: IToken, close: IToken): Diagnostic {
  const edits = [
    { span: spanOf(file, open), text: "[" },
    { span: spanOf(file, close), text: "]" },
  ];
  const fixes = [{ title: "use square brackets", edits }];
  return diagnostic("tuple", spanOf(file, open, close), {}, { fixes });
}

/** `name = value` in a call; `name` and `next` are the tokens around the sign. */
export function equalsInCall(file: string, name: IToken, sign: IToken, next: IToken): Diagnostic {
  const help = ["`=` makes a value in a body; a setting in brackets is `name: value`"];
  const span = spanOf(file, sign);
  const colon = next.startOffset === span.end ? ": " : ":";
  const mend = fix("write `:`", { ...span, start: t.endOf(name) }, colon);
  return diagnostic("equals_in_call", span, {}, { help, fixes: [mend] });
}

/** `for (a in b)`; the closing bracket may be missing. */
export function bracketsAroundLoop(file: string, open: IToken, close: IToken | undefined): Diagnostic {
  const help = ["write `for width in widths`, without brackets"];
  const edits = [open, ...(close === undefined ? [] : [close])].map((token) => ({
    span: spanOf(file, token),
    text: "",
  }));
  const details = { help, fixes: [{ title: "remove the brackets", edits }] };
  return diagnostic("unexpected", spanOf(file, open), { found: "`(`" }, details);
}

// ---- declarations --------------------------------------------------------------------------------------

export function equalsForType(file: string, name: IToken, sign: IToken, what: string): Diagnostic {
  const span = spanOf(file, sign);
  const mend = fix("write `:`", { ...span, start: t.endOf(name) }, ":");
  return diagnostic("equals_for_type", span, { what }, { fixes: [mend] });
}

/** `:` where `=` should stand; `name` is the token before it. */
export function colonForValue(file: string, name: IToken, sign: IToken, what: string): Diagnostic {
  const span = spanOf(file, sign);
  const mend = fix("write `=`", { ...span, start: t.endOf(name) }, " =");
  return diagnostic("colon_for_value", span, { what }, { fixes: [mend] });
}

export function missingEquals(file: string, name: IToken, what: string): Diagnostic {
  const mend = fix("write `=`", placeAt(file, t.endOf(name)), " =");
  return diagnostic(
    "missing_part",
    spanOf(file, name),
    { what, part: "`=` before its value" },
    { fixes: [mend] },
  );
}

/** `input x image(64, 64)`; `name` is the token before the type. */
export function missingColon(file: string, name: IToken, what: string): Diagnostic {
  const mend = fix("write `:`", placeAt(file, t.endOf(name)), ":");
  return diagnostic(
    "missing_part",
    spanOf(file, name),
    { what, part: "`:` before its type" },
    { fixes: [mend] },
  );
}

/** Before the type that a block gives, where another sign stands or none at all. */
export function missingArrow(
  file: string,
  sign: IToken | undefined,
  close: IToken,
  type: IToken,
): Diagnostic {
  const span = spanOf(file, sign ?? type);
  // At the end of the file there is no type, and its token has no place.
  const end = Number.isNaN(type.startOffset) ? t.endOf(sign ?? close) : type.startOffset;
  const gap = { file, start: t.endOf(close), end };
  return diagnostic("missing_arrow", span, {}, { fixes: [fix("write `->`", gap, " -> ")] });
}

export function missingBody(span: Span, what: string, example: string): Diagnostic {
  return diagnostic("missing_body", span, { what }, { help: [`write \`${example}\` behind it`] });
}
