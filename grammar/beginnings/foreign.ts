/** Lines that begin as in another language. */
import type { IToken } from "chevrotain";
import { diagnostic } from "../../diagnostics/diagnostic.ts";
import { fix, spanOf } from "../findings.ts";
import { FOREIGN_WORDS, isBranch } from "../foreign-words.ts";
import { beginsItem, binds, hasItemWord } from "../layout.ts";
import { shortened } from "../literals.ts";
import * as t from "../tokens.ts";
import type { Start, Verdict } from "./start.ts";

/** Words that other languages put before the name of a value. */
const DECLARATORS = new Set(["let", "const", "var", "val", "auto", "mut"]);

export function declarator({ file, line, first, second, top }: Start): Verdict | undefined {
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
export function foreignWord({ file, first, second, top }: Start): Verdict | undefined {
  const word = first.image;
  const help = FOREIGN_WORDS.get(word);
  if (help === undefined || binds(first, second)) return undefined;
  const isText = t.is(second, t.StringToken) && (top || word !== "from");
  const isList = t.is(second, t.Body) && word === "import";
  if (!isBranch(word) && !t.is(second, t.Name) && !isText && !isList) return undefined;
  return { diagnostic: diagnostic("foreign_word", spanOf(file, first), { word }, { help: [help] }) };
}

/** `export model A { … }` */
export function wordBeforeItem({ file, line, first, second, top }: Start): Verdict | undefined {
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

/** `use { ConvNet } from "./vision.fuse"` */
export function namesFirst({ file, line, first, second, top }: Start): Verdict | undefined {
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

/** What a path may hold without its quotes. */
const IN_PATH = [t.Name, t.NumberToken, t.Dot, t.ArithmeticOperator];

/** `use ./vision.fuse { ConvNet }` */
export function unquotedPath({ file, line, first, second, top }: Start): Verdict | undefined {
  if (!top || !t.is(first, t.Use) || second === undefined || binds(first, second)) return undefined;
  const body = line.findIndex((token) => token.tokenType === t.Body);
  const path = line.slice(1, body < 0 ? undefined : body);
  const text = path.map(({ image }) => image).join("");
  const isWhole = path.every((token, index) => {
    const next = path[index + 1];
    return (
      IN_PATH.some((type) => t.is(token, type)) && (next === undefined || t.endOf(token) === next.startOffset)
    );
  });
  if (!isWhole || !(text.includes("/") || text.endsWith(".fuse"))) return undefined;
  const word = t.made(t.Unquoted, text, second.startOffset);
  const span = spanOf(file, word);
  const quoted = `"${text.startsWith(".") ? "" : "./"}${text}"`;
  return {
    diagnostic: diagnostic("unquoted_path", span, {}, { fixes: [fix(`write \`${quoted}\``, span, quoted)] }),
    tokens: [first, word, ...line.slice(path.length + 1)],
  };
}

/** Signs with which other languages name or change a value. */
const ASSIGNMENTS = new Set(["==", ":=", "+=", "-=", "*=", "/="]);

export function assignment({ file, line, first, second: sign }: Start): Verdict | undefined {
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
export function typedValue({ file, line, first, second, top }: Start): Verdict | undefined {
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
