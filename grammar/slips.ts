/**
 * Lines that begin like another language, or like nothing at all. They are told apart before the grammar reads them,
 * since it could say only that something else was expected.
 */
import { createTokenInstance, type IToken } from "chevrotain";
import { type Details, type Diagnostic, diagnostic, type Fix } from "../diagnostics/diagnostic.ts";
import type { Span } from "../diagnostics/source.ts";
import { beginsItem } from "./brackets.ts";
import * as t from "./tokens.ts";

export interface Prepared {
  /** What the grammar should read; undefined when there is nothing more to say about the line. */
  readonly tokens: readonly IToken[] | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** Looks at how a line begins and ends. `top` says that it stands outside every body. */
export function prepare(file: string, line: readonly IToken[], top: boolean): Prepared {
  const diagnostics: Diagnostic[] = [];
  const tokens = dropComma(file, dropDeclarator(file, line, diagnostics), diagnostics);
  const verdict = judge(file, tokens, top);
  if (verdict === undefined) return { tokens, diagnostics };
  return { tokens: verdict.tokens, diagnostics: [...diagnostics, verdict.diagnostic] };
}

interface Verdict {
  readonly diagnostic: Diagnostic;
  readonly tokens?: readonly IToken[];
}

function judge(file: string, tokens: readonly IToken[], top: boolean): Verdict | undefined {
  const [first, second] = tokens;
  if (first === undefined) return undefined;
  const span = spanOf(file, first);
  if (t.is(first, t.Pipe)) return { diagnostic: diagnostic("nothingToPipe", span, {}) };
  if (beginsItem(first, second)) {
    return top ? undefined : { diagnostic: diagnostic("notInBody", span, { keyword: first.image }) };
  }
  const foreign = foreignWord(file, first, second);
  if (foreign !== undefined) return { diagnostic: foreign };
  const named = assignment(file, tokens);
  if (named !== undefined) return named;
  if (top)
    return isItemWord(first) && !bindsName(second) ? undefined : { diagnostic: notAtTop(file, tokens) };
  return unnamed(file, tokens);
}

// ---- words of other languages ----------------------------------------------------------------------------

/** Words that other languages put before the name of a value. */
const DECLARATORS = new Set(["let", "const", "var", "val", "auto", "mut"]);

function dropDeclarator(file: string, line: readonly IToken[], diagnostics: Diagnostic[]): readonly IToken[] {
  const [first, second, third] = line;
  if (first === undefined || second === undefined || !DECLARATORS.has(first.image)) return line;
  if (!t.is(second, t.Name) || !(t.is(third, t.Equals) || t.is(third, t.Colon))) return line;
  const word = { file, start: first.startOffset, end: second.startOffset };
  diagnostics.push(
    diagnostic(
      "foreignWord",
      spanOf(file, first),
      { word: first.image },
      {
        help: [`a value is made without a word before it: \`${second.image} = …\``],
        fixes: [fix(`remove \`${first.image}\``, word, "")],
      },
    ),
  );
  return line.slice(1);
}

const USE_HELP = 'other files are brought in with `use "./file.fuse" { Name }`';
const BLOCK_HELP = "a reusable part is written `block Name(x: image) -> feature { … }`";
const STATIC_HELP = "nothing branches or repeats while a model runs; `for … in …` repeats before it does";

const FOREIGN_WORDS: ReadonlyMap<string, string> = new Map([
  ["import", USE_HELP],
  ["from", USE_HELP],
  ["include", USE_HELP],
  ["require", USE_HELP],
  ["def", BLOCK_HELP],
  ["fn", BLOCK_HELP],
  ["fun", BLOCK_HELP],
  ["func", BLOCK_HELP],
  ["function", BLOCK_HELP],
  ["class", "a model is written `model Name { … }`, a reusable part `block Name(…) -> … { … }`"],
  ["struct", BLOCK_HELP],
  ["enum", 'a closed set of names is written `category Name = ["…", "…"]`'],
  ["if", STATIC_HELP],
  ["else", STATIC_HELP],
  ["while", STATIC_HELP],
]);

function foreignWord(file: string, first: IToken, second: IToken | undefined): Diagnostic | undefined {
  const help = FOREIGN_WORDS.get(first.image);
  if (help === undefined || t.is(first, t.Require) || bindsName(second)) return undefined;
  if (t.is(second, t.OpenParen) && help !== STATIC_HELP) return undefined;
  if (second !== undefined && !t.is(second, t.Name) && !t.is(second, t.StringToken) && help !== STATIC_HELP) {
    return undefined;
  }
  return diagnostic("foreignWord", spanOf(file, first), { word: first.image }, { help: [help] });
}

// ---- values without a name, names without a value --------------------------------------------------------

/** Signs with which other languages name or change a value. */
const ASSIGNMENTS = new Set(["==", ":=", "+=", "-=", "*=", "/="]);

function assignment(file: string, tokens: readonly IToken[]): Verdict | undefined {
  const [name, sign, ...rest] = tokens;
  if (name === undefined || sign === undefined || !t.is(name, t.Name) || !ASSIGNMENTS.has(sign.image))
    return undefined;
  const span = spanOf(file, sign);
  const plain = sign.image === "==" || sign.image === ":=";
  const text = plain ? "=" : `= ${name.image} ${sign.image.charAt(0)}`;
  const equals = createTokenInstance(t.Equals, sign.image, sign.startOffset, t.endOf(sign) - 1, 0, 0, 0, 0);
  return {
    diagnostic: diagnostic(
      "equalityForAssignment",
      span,
      { sign: sign.image },
      {
        help: [
          plain ? "a value is named with `=`" : `a value is named once; write \`${name.image} ${text} …\``,
        ],
        fixes: [fix(`write \`${text}\``, span, text)],
      },
    ),
    tokens: [name, equals, ...rest],
  };
}

function unnamed(file: string, tokens: readonly IToken[]): Verdict | undefined {
  const [first, second] = tokens;
  if (first === undefined || bindsName(second) || t.is(second, t.Body)) return undefined;
  if (isStatementWord(first)) return undefined;
  if (tokens.some((token) => token.tokenType === t.Body)) return undefined;
  const value = t.is(first, t.Name) || tokens.some((token) => token.tokenType === t.Pipe);
  const span = spanOf(file, first, tokens[tokens.length - 1]);
  if (!value) return { diagnostic: diagnostic("notAStatement", span, {}) };
  if (t.is(second, t.Name) && !t.is(first, t.New)) return undefined;
  const details: Details = { help: ["name it, `x = …`, or hand it on with `return` or `output`"] };
  return { diagnostic: diagnostic("unnamedValue", span, {}, details) };
}

function notAtTop(file: string, tokens: readonly IToken[]): Diagnostic {
  return diagnostic(
    "notAtTop",
    spanOf(file, tokens[0]!, tokens[tokens.length - 1]),
    {},
    {
      help: ["at the top of a file stand `use`, `category`, `model`, `block`, `data` and `train`"],
    },
  );
}

const ITEM_WORDS = [t.Use, t.Category, t.Model, t.Block, t.Data, t.Train];
const STATEMENT_WORDS = [t.Input, t.Optional, t.Output, t.Weight, t.Require, t.Return, t.For];

function isItemWord(token: IToken): boolean {
  return ITEM_WORDS.includes(token.tokenType);
}

function isStatementWord(token: IToken): boolean {
  return STATEMENT_WORDS.includes(token.tokenType);
}

function bindsName(second: IToken | undefined): boolean {
  return t.is(second, t.Equals) || t.is(second, t.Colon);
}

// ---- commas at the end -----------------------------------------------------------------------------------

/** Lists that stand without brackets, and may end with a comma. */
const OPEN_LISTS = [t.Require, t.Return];

function dropComma(file: string, tokens: readonly IToken[], diagnostics: Diagnostic[]): readonly IToken[] {
  const [first, second] = tokens;
  const last = tokens[tokens.length - 1];
  if (first === undefined || last === undefined || last.tokenType !== t.Comma || tokens.length < 2)
    return tokens;
  if (OPEN_LISTS.includes(first.tokenType) && !bindsName(second)) return tokens;
  const span = spanOf(file, last);
  diagnostics.push(
    diagnostic("commaAfterStatement", span, {}, { fixes: [fix("remove the comma", span, "")] }),
  );
  return tokens.slice(0, -1);
}

function fix(title: string, span: Span, text: string): Fix {
  return { title, edits: [{ span, text }] };
}

function spanOf(file: string, first: IToken, last: IToken = first): Span {
  return { file, start: first.startOffset, end: t.endOf(last) };
}
