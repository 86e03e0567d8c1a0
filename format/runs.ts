/** From the words of a statement to what is laid out. */
import type { IToken, TokenType } from "chevrotain";
import * as t from "../grammar/tokens.ts";
import { breaks, opensBehind, touches } from "./spaces.ts";
import type { Syntax } from "./syntax.ts";
import type { Brackets, Chain, Element, Style, Word } from "./tree.ts";
import { type Gap, gapBetween, type Trivia } from "./trivia.ts";

/** What reading statements needs. */
export interface Reading {
  readonly trivia: Trivia;
  /** All words of the text in order, without line breaks. */
  readonly tokens: readonly IToken[];
  readonly syntax: Syntax;
}

/** The words of one statement: the brackets among them, and commas that are not written as they are. */
interface Plan {
  readonly brackets: ReadonlyMap<number, { readonly close: number; readonly style: Style }>;
  readonly commas: ReadonlySet<number>;
  /** Those of them that part what stands in brackets. */
  readonly parting: ReadonlySet<number>;
}

/** Reads the words from one index to before another, in which nothing is wrong. */
export function readChain(reading: Reading, from: number, to: number): Chain {
  return chainOf(reading, planOf(reading, from, to), from, to);
}

/** Reads one word by itself, such as a brace. */
export function readWord({ trivia, tokens, syntax }: Reading, index: number, commas?: Plan["commas"]): Word {
  const token = tokens[index]!;
  const before = commas?.has(index - 1) ? index - 2 : index - 1;
  const after = commas?.has(index + 1) ? index + 2 : index + 1;
  const start = tokens[before];
  const gap = gapBetween(trivia, start === undefined ? 0 : t.endOf(start), token.startOffset);
  const { behind } = gapBehind({ trivia, tokens }, index, after);
  return {
    kind: "word",
    text: t.is(token, t.NumberToken) ? token.image.replace(/[ \t]+/, " ") : token.image,
    touches: touches(tokens, index, syntax),
    breaks: breaks(tokens, index, syntax),
    above: gap.above,
    blank: gap.blank,
    behind,
  };
}

function gapBehind({ trivia, tokens }: Omit<Reading, "syntax">, index: number, next: number): Gap {
  const end = tokens[next]?.startOffset ?? trivia.text.length;
  return gapBetween(trivia, t.endOf(tokens[index]!), end);
}

// ---- brackets and commas -------------------------------------------------------------------------------

/** A bracket that is open: where, and how what it holds is laid out; `angle` for the `<` of a type. */
interface Open {
  readonly index: number;
  readonly style: Style | "angle";
}

const OPENING: readonly TokenType[] = [t.OpenParen, t.OpenSquare, t.OpenBrace];
const CLOSING: readonly TokenType[] = [t.CloseParen, t.CloseSquare, t.CloseBrace];

function planOf({ tokens, syntax }: Reading, from: number, to: number): Plan {
  const brackets = new Map<number, { close: number; style: Style }>();
  const commas = new Set<number>();
  const parting = new Set<number>();
  const open: Open[] = [];
  for (let index = from; index < to; index += 1) {
    const token = tokens[index]!;
    const closes = CLOSING.includes(token.tokenType) || syntax.closing.has(token.startOffset);
    if (closes && t.is(tokens[index - 1], t.Comma)) commas.add(index - 1);
    if (OPENING.includes(token.tokenType)) {
      open.push({ index, style: styleOf(tokens, index, syntax) });
    } else if (syntax.opening.has(token.startOffset)) {
      open.push({ index, style: "angle" });
    } else if (closes) {
      const { index: opened, style } = open.pop()!;
      if (style !== "angle") brackets.set(opened, { close: index, style });
    } else if (t.is(token, t.Comma) && isParting(open[open.length - 1])) {
      commas.add(index);
      parting.add(index);
    }
  }
  if (t.is(tokens[to - 1], t.Comma)) commas.add(to - 1);
  return { brackets, commas, parting };
}

/** Whether commas directly in these brackets part what is laid out. */
function isParting(open: Open | undefined): boolean {
  return open?.style === "list" || open?.style === "names";
}

function styleOf(tokens: readonly IToken[], index: number, syntax: Syntax): Style {
  const [before, token] = [tokens[index - 1], tokens[index]!];
  if (t.is(token, t.OpenBrace)) return "names";
  if (t.is(token, t.OpenSquare)) return syntax.repeated.has(token.startOffset) ? "repeated" : "list";
  const isList = before !== undefined && (opensBehind(before, syntax) || t.is(before, t.Arrow));
  return isList ? "list" : "value";
}

// ---- chains --------------------------------------------------------------------------------------------

function chainOf(reading: Reading, plan: Plan, from: number, to: number): Chain {
  const head: Element[] = [];
  const steps: Element[][] = [];
  for (let index = from; index < to; index += 1) {
    if (plan.commas.has(index)) continue;
    if (t.is(reading.tokens[index], t.Pipe)) steps.push([]);
    const close = plan.brackets.get(index)?.close;
    const element =
      close === undefined ? readWord(reading, index, plan.commas) : bracketsOf(reading, plan, index);
    (steps[steps.length - 1] ?? head).push(element);
    index = close ?? index;
  }
  const last = steps[steps.length - 1] ?? head;
  const behind = takeBehind(last);
  return { head, steps, behind };
}

/** Takes the comment from behind the last word: it stands behind the whole. */
function takeBehind(run: Element[]): string | undefined {
  const element = run.pop();
  if (element === undefined) return undefined;
  const word = element.kind === "word" ? element : element.close;
  const bare = { ...word, behind: undefined };
  run.push(element.kind === "word" ? bare : { ...element, close: bare });
  return word.behind;
}

function bracketsOf(reading: Reading, plan: Plan, open: number): Brackets {
  const { close, style } = plan.brackets.get(open)!;
  const parts: Chain[] = [];
  let from = open + 1;
  const end = (to: number) => {
    if (to > from) parts.push(chainOf(reading, plan, from, to));
    from = to;
  };
  for (let index = from; index < close; index += 1) {
    if (plan.parting.has(index)) {
      end(index);
      from = index + 1;
    } else if (style === "repeated" && isClause(reading, index)) {
      end(index);
    }
    index = plan.brackets.get(index)?.close ?? index;
  }
  end(close);
  const word = (index: number) => readWord(reading, index, plan.commas);
  return { kind: "brackets", style, open: word(open), parts, close: word(close) };
}

/** The `for` and `if` of a list that is built. */
function isClause({ tokens, syntax }: Reading, index: number): boolean {
  const token = tokens[index];
  return (t.is(token, t.For) || t.is(token, t.If)) && !syntax.names.has(token!.startOffset);
}
