/**
 * What the parser says when it can go no further. Each place of the grammar names what it expected; the sentence is
 * chosen from that, from what was found instead, and from what stands before it.
 */
import type { IParserErrorMessageProvider, IToken } from "chevrotain";
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import type { Span } from "../diagnostics/source.ts";
import { shortened, unknownUnit } from "./literals.ts";
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
  | "item"
  | "statement"
  | "source"
  | "parameters"
  | "result"
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

/** Where reading stopped. */
export interface Problem {
  /** What `expected` made. */
  readonly key: string;
  readonly found: IToken;
  /** The token before, where there is one. */
  readonly before: IToken | undefined;
}

interface Place {
  readonly file: string;
  readonly found: IToken;
  readonly before: IToken | undefined;
  /** What is missing is missed behind the token before. */
  readonly span: Span;
  readonly words: readonly string[];
}

/** The finding for a place where the grammar could not go on. */
export function explain(problem: Problem, file: string): Diagnostic {
  const [expectation = "end", ...words] = problem.key.split(SEPARATOR);
  const { found, before } = problem;
  const span = spanOf(file, before ?? found);
  const place: Place = { file, found, before, span, words };
  if (t.is(found, t.Foreign) || FOREIGN_OPERATORS.has(found.image)) return foreignOperator(place);
  if (found.tokenType === t.Body) {
    return diagnostic(
      "unexpectedBody",
      spanOf(file, found),
      {},
      {
        help: ["lists stand in `[ ]`, and the settings of an operator in `( )`"],
      },
    );
  }
  return (EXPLANATIONS.get(expectation) ?? unexpected)(place);
}

type Explain = (place: Place) => Diagnostic;

const EXPLANATIONS: ReadonlyMap<string, Explain> = new Map<Expectation, Explain>([
  ["value", missingValue],
  ["type", ({ span, words: [what = "this"] }) => missingType(span, what)],
  ["typeName", missingTypeName],
  ["member", missingMember],
  ["angle", lacks("a type's `<`", "a `>` behind the types it holds")],
  ["in", missingIn],
  ["name", ({ span, words: [what = "this"] }) => diagnostic("missingName", span, { what })],
  [
    "part",
    ({ span, words: [what = "this", part = "more"] }) => diagnostic("missingPart", span, { what, part }),
  ],
  ["source", lacks("`use`", 'a file, `"./vision.fuse"`, or a library, `std.vision`')],
  ["parameters", lacks("a block", "its parameters in brackets, or `()` when it has none")],
  ["result", lacks("`->`", "the type that the block gives")],
]);

function lacks(what: string, part: string): Explain {
  return (place) =>
    goesOn(place) ? unexpected(place) : diagnostic("missingPart", place.span, { what, part });
}

/** Whether something was found that could not stand behind what is missing either. */
function goesOn({ found }: Place): boolean {
  return !t.isEnd(found) && !CLOSING.some((type) => t.is(found, type));
}

const CLOSING = [t.Comma, t.CloseParen, t.CloseSquare, t.Body, t.Arrow, t.Equals];

/** Who needs a value, by the sign that stands before it. */
const NEEDS_VALUE: ReadonlyMap<string, string> = new Map([
  [":", "a setting"],
  ["=", "a name"],
  ["in", "`for`"],
  ["@", "a rate"],
  ["..", "a range"],
  ["if", "a condition"],
  ...["+", "-", "*", "/"].map((sign): [string, string] => [sign, "a calculation"]),
  ...["==", "!=", "<", "<=", ">", ">="].map((sign): [string, string] => [sign, "a comparison"]),
]);

function missingValue(place: Place): Diagnostic {
  const { found, before, span } = place;
  const sign = before?.image ?? "";
  if (goesOn(place) || before === undefined) return unexpected(place);
  if (sign === "|>")
    return diagnostic("missingPart", span, { what: "`|>`", part: "an operator on its right" });
  const what = NEEDS_VALUE.get(sign);
  if (what === undefined) return unexpected(place);
  return diagnostic(
    "missingValue",
    span,
    { what, sign },
    {
      help: t.isEnd(found) ? ["a statement ends with its line; open a bracket to go on in the next"] : [],
    },
  );
}

function missingType(span: Span, what: string): Diagnostic {
  return diagnostic(
    "missingType",
    span,
    { what },
    { help: ["write `:` and the type behind the name: `picture: image(64, 64)`"] },
  );
}

function missingTypeName(place: Place): Diagnostic {
  if (goesOn(place)) return unexpected(place);
  const sign = place.before?.image ?? ":";
  return diagnostic("missingPart", place.span, { what: `\`${sign}\``, part: "a type behind it" });
}

function missingMember(place: Place): Diagnostic {
  const { before, found, span } = place;
  if (t.is(found, t.NumberToken) && before !== undefined) {
    const number = `.${shortened(found.image)}`;
    return diagnostic("malformedNumber", { ...span, end: t.endOf(found) }, { number });
  }
  if (goesOn(place)) return unexpected(place);
  return diagnostic(
    "missingPart",
    span,
    { what: "`.`", part: "a name behind it" },
    {
      help: ["a number has digits on both sides of its point: `1.0`"],
    },
  );
}

function missingIn(place: Place): Diagnostic {
  const details = { help: ["write `for width in widths { … }`"] };
  return diagnostic(
    "missingPart",
    place.span,
    { what: "`for`", part: "`in` and a list behind the name" },
    details,
  );
}

function unexpected(place: Place): Diagnostic {
  const { file, found, before } = place;
  if (t.isEnd(found)) return diagnostic("unexpected", place.span, { found: "the end of the line" });
  const span = spanOf(file, found);
  if (t.is(found, t.Name) && t.is(before, t.NumberToken)) return unknownUnit(found.image, span);
  const text = t.is(found, t.StringToken) ? "this text" : `\`${shortened(found.image)}\``;
  return diagnostic("unexpected", span, { found: text }, { help: helpFor(place) });
}

function helpFor({ found, before }: Place): readonly string[] {
  if (t.is(found, t.Dot)) return ["a number begins with a digit: `0.5`"];
  if (t.is(found, t.Equals)) return ["one `=` makes a value: `name = …`"];
  if (t.is(found, t.Comma)) return ["a statement ends with its line, without a comma"];
  if (t.is(found, t.Name) && t.is(before, t.CloseParen))
    return ["join steps with `|>`: `x |> dense(64) |> relu`"];
  if (t.is(found, t.Name) && t.is(before, t.Name))
    return ["join steps with `|>`, and separate values with commas"];
  return [];
}

function foreignOperator({ file, found }: Place): Diagnostic {
  const help = FOREIGN_OPERATORS.get(found.image);
  const sign = shortened(found.image);
  return diagnostic(
    "foreignOperator",
    spanOf(file, found),
    { sign },
    { help: help === undefined ? [] : [help] },
  );
}

const CONDITIONS_HELP = "conditions stand side by side, with commas: `require a < 1, b < 2`";

const FOREIGN_OPERATORS: ReadonlyMap<string, string> = new Map([
  ["&&", CONDITIONS_HELP],
  ["and", CONDITIONS_HELP],
  ["||", CONDITIONS_HELP],
  ["or", CONDITIONS_HELP],
  ["|", "values are handed on with `|>`"],
  ["=>", "what a block gives stands behind `->`"],
  [":=", "a value is made with `=`, a setting with `:`"],
  ["===", "equality is `==`"],
  ["!==", "inequality is `!=`"],
  ["!", "inequality is `!=`"],
  ["**", "write the factors: `a * a`"],
]);

function spanOf(file: string, token: IToken): Span {
  return { file, start: token.startOffset, end: t.endOf(token) };
}
