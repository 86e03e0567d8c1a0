/** What can be wrong with a number or a text by itself. */
import type { IToken } from "chevrotain";
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import type { Span } from "../diagnostics/source.ts";
import { fix } from "./findings.ts";
import { type NumberProblem, nearestSuffix, SUFFIXES } from "./numbers.ts";
import type { ReadString } from "./strings.ts";
import * as t from "./tokens.ts";

/** What to say where a word follows a number and is no unit. */
export const UNITS_HELP = `the units are ${SUFFIXES.map((suffix) => `\`${suffix}\``).join(", ")}`;

export function numberFinding(problem: NumberProblem, image: string, span: Span): Diagnostic {
  if (problem.kind === "size") return diagnostic("number_too_large", span, { number: shortened(image) });
  if (problem.kind === "underscore") {
    return diagnostic(
      "malformed_number",
      span,
      { number: shortened(image) },
      {
        help: ["write a single `_` between digits, as in `2_000`"],
      },
    );
  }
  if (problem.kind === "point") {
    const written = image.startsWith(".") ? `0${image}` : image.replace(".", ".0");
    return diagnostic(
      "malformed_number",
      span,
      { number: shortened(image) },
      { fixes: [fix(`write \`${shortened(written)}\``, span, written)] },
    );
  }
  return unknownUnit(problem.unit, { ...span, start: span.start + problem.offset });
}

export function unknownUnit(word: string, span: Span): Diagnostic {
  const nearest = nearestSuffix(word);
  return diagnostic(
    "unknown_unit",
    span,
    { unit: shortened(word) },
    {
      help: nearest === undefined ? [UNITS_HELP] : [`did you mean \`${nearest}\`?`, UNITS_HELP],
      fixes: nearest === undefined ? [] : [fix(`write \`${nearest}\``, span, nearest)],
    },
  );
}

export function stringFindings(token: IToken, read: ReadString, span: Span): readonly Diagnostic[] {
  const escapes = read.unknown.map(({ written, offset }) => {
    const place = { ...span, start: span.start + offset, end: span.start + offset + written.length };
    return diagnostic(
      "unknown_escape",
      place,
      { escape: shortened(written) },
      {
        help: ['the escapes are `\\n`, `\\t`, `\\r`, `\\"`, `\\\\` and `\\u{…}`'],
        fixes: [fix("write the backslash twice", place, `\\${written}`)],
      },
    );
  });
  return token.tokenType === t.ForeignQuoted ? [foreignQuotes(token, span), ...escapes] : escapes;
}

function foreignQuotes(token: IToken, span: Span): Diagnostic {
  const text = token.image.slice(1, -1).replaceAll("\\'", "'").replaceAll('"', '\\"');
  return diagnostic(
    "foreign_quotes",
    span,
    {},
    {
      fixes: [fix("use double quotes", span, `"${text}"`)],
    },
  );
}

/** So much of what was written as fits into a sentence. */
export function shortened(text: string): string {
  const [line = ""] = text.split(/[\r\n]/u, 1);
  const characters = [...line.slice(0, 80)];
  return characters.length > 40 || line.length < text.length ? `${characters.slice(0, 39).join("")}…` : line;
}
