import type { IToken } from "chevrotain";
import { parseLines } from "../../../grammar/parse.ts";
import * as t from "../../../grammar/tokens.ts";
import { type Random, random } from "./random.ts";

/** What is changed of a layout. */
interface Scrambling {
  /** Whether comments are put everywhere; those that are there stay in any case. */
  readonly comments: boolean;
  /** Whether empty lines come and go. */
  readonly blanks: boolean;
}

const CLOSING = [t.CloseParen, t.CloseSquare, t.CloseBrace];
const OPENING = [t.OpenParen, t.OpenSquare, t.OpenBrace];
const WORDS = [t.Name, t.NumberToken, t.StringToken];

/**
 * The words of a sound source with other spaces, line breaks, commas at the end of lists and comments between them, as
 * a seed decides. What is read stays the same.
 */
export function scrambled(text: string, seed: number, scrambling: Scrambling): string {
  const choose = random(seed);
  const tokens = parseLines({ file: "", text }).tokens.filter(({ tokenType }) => tokenType !== t.Newline);
  const open: IToken[] = [];
  let out = gap(choose, text.slice(0, tokens[0]?.startOffset), "between", scrambling);
  tokens.forEach((token, index) => {
    const next = tokens[index + 1];
    const before = tokens[index - 1];
    if (OPENING.includes(token.tokenType)) open.push(token);
    const isLast = t.is(token, t.Comma) && CLOSING.includes(next?.tokenType ?? t.Name);
    if (CLOSING.includes(token.tokenType)) {
      const opened = open.pop();
      if (choose.chance(0.3) && takesComma(tokens, opened, before)) out += ",";
    }
    const written = text.slice(t.endOf(token), next?.startOffset);
    if (isLast && choose.chance(0.5)) out += written;
    else out += token.image + gap(choose, written, kindOf(tokens, index, open, written), scrambling);
  });
  return out;
}

/** Whether the bracket that a token opened holds a list that a comma may end. */
function takesComma(
  tokens: readonly IToken[],
  opened: IToken | undefined,
  last: IToken | undefined,
): boolean {
  if (opened === undefined || last === undefined || last === opened || t.is(last, t.Comma)) return false;
  const from = tokens.indexOf(opened);
  const before = tokens[from - 1];
  if (t.is(opened, t.OpenSquare))
    return !tokens.slice(from, tokens.indexOf(last)).some((one) => t.is(one, t.For));
  const isCall = before !== undefined && t.is(before, t.Name) && t.endOf(before) === opened.startOffset;
  return t.is(opened, t.OpenParen) && isCall;
}

/** What may stand between two words. */
type Gap =
  /** Nothing else than what stands there. */
  | "fixed"
  /** Spaces, and line breaks where the last is one. */
  | "within"
  | "bracketed"
  /** Also nothing. */
  | "beside"
  /** Between statements. */
  | "between";

function kindOf(tokens: readonly IToken[], index: number, open: readonly IToken[], written: string): Gap {
  const [token, next] = [tokens[index]!, tokens[index + 1]];
  if (next === undefined) return "between";
  const innermost = open[open.length - 1];
  const inUse = innermost !== undefined && t.is(innermost, t.OpenBrace) && isUse(tokens, innermost);
  const inBrackets = (innermost !== undefined && !t.is(innermost, t.OpenBrace)) || inUse;
  const touches = written === "";
  const endsName = t.is(token, t.Name) || t.is(token, t.Greater);
  if (touches && (t.is(next, t.OpenSquare) || t.is(next, t.Equals)) && endsName) return "fixed";
  if (touches && t.is(token, t.NumberToken) && !CLOSING.includes(next.tokenType) && !t.is(next, t.Comma))
    return "fixed";
  if (inBrackets) {
    const isEdge = [token, next].some((one) => [...OPENING, ...CLOSING, t.Comma].includes(one.tokenType));
    return isEdge && !(isWord(token) && isWord(next)) ? "beside" : "bracketed";
  }
  if (t.is(next, t.Pipe)) return "bracketed";
  if (/\n|\r/.test(written) || t.is(token, t.OpenBrace) || t.is(next, t.CloseBrace)) return "between";
  return "within";
}

function isWord(token: IToken): boolean {
  return WORDS.some((type) => t.is(token, type));
}

function isUse(tokens: readonly IToken[], brace: IToken): boolean {
  const at = tokens.indexOf(brace);
  const [before, last] = [tokens[at - 2], tokens[at - 1]];
  if (t.is(last, t.StringToken)) return t.is(before, t.Use);
  return t.is(last, t.Name) && t.is(before, t.Dot) && t.is(tokens[at - 4], t.Use);
}

function gap(choose: Random, written: string, kind: Gap, { comments, blanks }: Scrambling): string {
  const indent = () => choose.pick(["", " ", "  ", "    ", "\t", "      "]);
  const empty = (lines: string) => (blanks ? choose.pick(["\n", "\n", "\n\n", "\n \n\n"]) : lines);
  const remark = () =>
    comments && choose.chance(0.12)
      ? `${indent()}${choose.pick(["//", "// ", "///", "/// ", "//  "])}${choose.pick(["why", "(, {", "|> x", '"', "größe", ""])} ${choose.below(1000)}${empty("\n")}`
      : "";
  if (kind === "fixed") return written;
  if (/\/\/|#/.test(written)) {
    // Comments that are there stay, and so do the lines around them.
    return written.replaceAll(/\n[ \t]*/g, () => `\n${indent()}`);
  }
  if (kind === "within") return written === "" ? "" : choose.pick([" ", "  ", "\t"]);
  if (kind === "between") {
    const lines = /\n/.test(written) ? "\n".repeat(Math.min(2, written.split("\n").length - 1)) : "";
    const gap = lines === "" && !blanks ? choose.pick([" ", "\n"]) : empty(lines);
    return `${comments && gap.includes("\n") && choose.chance(0.1) ? ` // behind ${choose.below(1000)}` : ""}${gap}${remark()}${remark()}${indent()}`;
  }
  const plain = choose.pick([" ", " ", "  ", "\n", "\n   ", ...(kind === "beside" ? [""] : [])]);
  const noted = remark();
  return noted === "" ? plain : `${choose.pick([" ", "\n"])}${noted}${remark()}${indent()}`;
}
