/**
 * What the parser says when it can go no further. Each place of the grammar names what it expected; the sentence is
 * chosen from that, from what was found instead, and from what stands before it.
 */
import type { IParserErrorMessageProvider, IToken } from "chevrotain";
import { type Details, type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import type { Span } from "../diagnostics/source.ts";
import { fix, placeAt, spanOf } from "./findings.ts";
import { shortened, unknownUnit } from "./literals.ts";
import { isBare } from "./numbers.ts";
import * as t from "./tokens.ts";

/** What the grammar may miss. */
type Expectation =
  | "value"
  | "type"
  | "typeName"
  | "member"
  | "close"
  | "angle"
  | "in"
  | "name"
  | "part"
  | "source"
  | "parameters"
  | "result"
  | "item"
  | "statement"
  | "body"
  | "end";

const SEPARATOR = "\u001f";

/** The message of an exception is only a key: what was expected, and words for the sentence. */
export function expected(expectation: Expectation, ...words: readonly string[]): string {
  return [expectation, ...words].join(SEPARATOR);
}

export const messageProvider: IParserErrorMessageProvider = {
  buildMismatchTokenMessage: () => expected("end"),
  buildNotAllInputParsedMessage: () => expected("end"),
  buildNoViableAltMessage: ({ customUserDescription }) => customUserDescription ?? expected("end"),
  buildEarlyExitMessage: () => expected("end"),
};

/** Where reading stopped, and what `expected` made of it. */
export interface Problem {
  readonly key: string;
  readonly line: readonly IToken[];
  /** Of the token that could not be read; the line's length stands for its end. */
  readonly index: number;
}

interface Place {
  readonly file: string;
  /** Undefined at the end of the line. */
  readonly found: IToken | undefined;
  readonly before: IToken | undefined;
  /** The token before `before`. */
  readonly earlier: IToken | undefined;
  /** What is missing is missed behind the token before. */
  readonly span: Span;
  readonly words: readonly string[];
}

type Explain = (place: Place) => Diagnostic;

/** The finding for a place where the grammar could not go on. */
export function explain({ key, line, index }: Problem, file: string): Diagnostic {
  const [expectation = "end", ...words] = key.split(SEPARATOR);
  const [earlier, before, found] = [line[index - 2], line[index - 1], line[index]];
  const anchor = before ?? found;
  const span = anchor === undefined ? placeAt(file, 0) : spanOf(file, anchor);
  const place: Place = { file, found, before, earlier, span, words };
  if (found !== undefined && isForeignOperator(found)) return foreignOperator(file, found, before);
  return (EXPLANATIONS.get(expectation) ?? unexpected)(place);
}

const EXPLANATIONS: ReadonlyMap<string, Explain> = new Map<Expectation, Explain>([
  ["value", missingValue],
  ["type", ({ span, words: [what = "this"] }) => missingType(span, what)],
  ["typeName", missingTypeName],
  ["member", lacks("`.`", "a name behind it")],
  ["angle", lacks("a type's `<`", "a `>` behind the types it holds")],
  ["in", missingIn],
  ["name", ({ span, words: [what = "this"] }) => diagnostic("missing_name", span, { what })],
  ["part", ({ span, words: [what = "this", part = ""] }) => diagnostic("missing_part", span, { what, part })],
  ["source", lacks("`use`", 'a file, `"./vision.fuse"`, or a library, `std.vision`')],
  ["parameters", lacks("a block", "its parameters in brackets, or `()` when it has none")],
  [
    "statement",
    ({ file, found, span }) =>
      diagnostic("not_a_statement", found === undefined ? span : spanOf(file, found), {}),
  ],
  ["result", lacks("`->`", "the type that the block gives")],
  ["body", ({ found, span, file }) => notExpected(found === undefined ? span : spanOf(file, found), found)],
]);

function lacks(what: string, part: string): Explain {
  return (place) =>
    goesOn(place) ? unexpected(place) : diagnostic("missing_part", place.span, { what, part });
}

/** Whether something was found that could not stand behind what is missing either. */
function goesOn({ found }: Place): boolean {
  return found !== undefined && !MAY_FOLLOW.some((type) => t.is(found, type));
}

const MAY_FOLLOW = [t.Comma, t.CloseParen, t.CloseSquare, t.Body, t.Arrow, t.Equals];

// ---- values --------------------------------------------------------------------------------------------

/** What needs a value behind a sign. */
const NEEDS_VALUE: ReadonlyMap<string, string> = new Map([
  ["in", "`for`"],
  ["@", "a rate"],
  ["..", "a range"],
  ["if", "a condition"],
  ...["+", "-", "*", "/"].map((sign): [string, string] => [sign, "a calculation"]),
  ...["==", "!=", "<", "<=", ">", ">="].map((sign): [string, string] => [sign, "a comparison"]),
]);

function missingValue(place: Place): Diagnostic {
  const { found, before, span, file } = place;
  if (found?.tokenType === t.Pipe && before?.tokenType !== t.Pipe) {
    return diagnostic("nothing_to_pipe", spanOf(file, found), {});
  }
  if (before === undefined || goesOn(place)) return unexpected(place);
  if (before.tokenType === t.Pipe) {
    return diagnostic("missing_part", span, { what: "`|>`", part: "an operator on its right" });
  }
  const what = NEEDS_VALUE.get(before.image) ?? bound(place);
  if (what === undefined || (found?.tokenType === t.Body && before.image !== "in")) return unexpected(place);
  const help =
    found === undefined ? ["a statement ends with its line; open a bracket to go on in the next"] : [];
  return diagnostic("missing_value", span, { what, sign: before.image }, { help });
}

/** What `:` or `=` joins to the value that is missing. */
function bound({ before, earlier }: Place): string | undefined {
  const name = t.is(earlier, t.Name) && earlier !== undefined ? `\`${shortened(earlier.image)}\`` : undefined;
  if (t.is(before, t.Colon)) return name === undefined ? "this" : `the setting ${name}`;
  return t.is(before, t.Equals) ? (name ?? "this") : undefined;
}

function missingIn({ span }: Place): Diagnostic {
  const details = { help: ["write `for width in widths`"] };
  return diagnostic(
    "missing_part",
    span,
    { what: "`for`", part: "`in` and a list behind the name" },
    details,
  );
}

// ---- types ---------------------------------------------------------------------------------------------

function missingType(span: Span, what: string): Diagnostic {
  const help = ["write `:` and the type behind the name: `picture: image(64, 64)`"];
  return diagnostic("missing_type", span, { what }, { help });
}

function missingTypeName(place: Place): Diagnostic {
  if (goesOn(place)) return unexpected(place);
  const sign = place.before?.image ?? ":";
  return diagnostic("missing_part", place.span, { what: `\`${sign}\``, part: "a type behind it" });
}

// ---- what is not expected ------------------------------------------------------------------------------

function unexpected({ file, found, before, span }: Place): Diagnostic {
  if (found === undefined) return diagnostic("unexpected", span, { found: "the end of the line" });
  const here = spanOf(file, found);
  if (found.tokenType === t.Body) return unexpectedBody(here);
  if (t.is(found, t.Name) && before?.tokenType === t.NumberToken && isBare(before.image)) {
    return unknownUnit(found.image, here);
  }
  const fixes = t.is(found, t.Arrow) ? [fix("write `|>`", here, "|>")] : [];
  return notExpected(here, found, { help: helpFor(found, before), fixes });
}

function notExpected(span: Span, found: IToken | undefined, details: Details = {}): Diagnostic {
  const text = `\`${shortened(found?.image ?? "")}\``;
  return diagnostic("unexpected", span, { found: t.is(found, t.StringToken) ? "this text" : text }, details);
}

function unexpectedBody(span: Span): Diagnostic {
  const help = ["lists stand in `[ ]`, and the settings of an operator in `( )`"];
  return diagnostic("unexpected_body", span, {}, { help });
}

function helpFor(found: IToken, before: IToken | undefined): readonly string[] {
  if (t.is(found, t.Equals)) return ["one `=` makes a value: `name = …`"];
  if (t.is(found, t.Comma)) return ["commas separate what stands in brackets"];
  if (t.is(found, t.Arrow)) return ["values are handed on with `|>`"];
  if (!t.is(found, t.Name)) return [];
  if (t.is(before, t.CloseParen)) return ["join steps with `|>`: `x |> dense(64) |> relu`"];
  return t.is(before, t.Name) ? ["join steps with `|>`, and separate values with commas"] : [];
}

// ---- operators of other languages ----------------------------------------------------------------------

const CONDITIONS = "conditions stand side by side, with commas: `require a < 1, b < 2`";

/** `|` behind a text. */
const UNION = "text |";

const FOREIGN_OPERATORS: ReadonlyMap<string, { readonly help: string; readonly instead?: string }> = new Map([
  ["&&", { help: CONDITIONS }],
  ["and", { help: CONDITIONS }],
  ["||", { help: CONDITIONS }],
  ["or", { help: CONDITIONS }],
  [UNION, { help: 'several texts stand in a list: `["glad", "sad"]`' }],
  ["|", { help: "values are handed on with `|>`", instead: "|>" }],
  ["=>", { help: "a function is a `block`, defined at the top of a file" }],
  [":=", { help: "a value is made with `=`, a setting with `:`" }],
  ["===", { help: "equality is `==`", instead: "==" }],
  ["!==", { help: "inequality is `!=`", instead: "!=" }],
  ["!", { help: "inequality is `!=`" }],
  ["**", { help: "write the factors: `a * a`" }],
  ["%", { help: "a share is a number, `0.3`; what is left of a division has no sign" }],
  ["?", { help: "nothing is chosen while a model runs; an input that may be absent is an `optional input`" }],
  ["if", { help: "nothing is chosen while a model runs; what a caller chooses is a parameter of a block" }],
  ["else", { help: "nothing is chosen while a model runs; what a caller chooses is a parameter of a block" }],
]);

function isForeignOperator(found: IToken): boolean {
  return t.is(found, t.Foreign) || FOREIGN_OPERATORS.has(found.image);
}

function foreignOperator(file: string, found: IToken, before: IToken | undefined): Diagnostic {
  const span = spanOf(file, found);
  // `f <| x` has its value on the other side.
  const isBackward = t.is(before, t.Less);
  const isUnion = found.image === "|" && t.is(before, t.StringToken);
  const { help, instead } = FOREIGN_OPERATORS.get(isUnion ? UNION : found.image) ?? {};
  return diagnostic(
    "foreign_operator",
    span,
    { sign: shortened(found.image) },
    {
      help: help === undefined ? [] : [help],
      fixes: instead === undefined || isBackward ? [] : [fix(`write \`${instead}\``, span, instead)],
    },
  );
}
