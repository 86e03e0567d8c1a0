/** From what is laid out to Prettier's documents. */
import { builders } from "prettier/doc";
import { columnsOf, type Padding, widthOf } from "./columns.ts";
import { endOf, firstWord, flat, flatRun, startOf } from "./flat.ts";
import type { Above, Block, Body, Brackets, Chain, Element, Entry, Remark, Run, Word } from "./tree.ts";

type Doc = builders.Doc;
const { breakParent, group, hardline, ifBreak, indent, join, line, lineSuffix, literalline, softline } =
  builders;

/** How wide a line may be. */
export const WIDTH = 110;
/** How far a body is indented. */
export const INDENT = 2;

/** A whole file. */
export function fileDoc(block: Block): Doc {
  const rows = rowsOf(block, 0);
  return rows.length === 0 ? "" : [...rows, hardline];
}

// ---- bodies --------------------------------------------------------------------------------------------

/** The lines of a body, parted by line breaks. */
function rowsOf({ entries, end }: Block, depth: number): Doc[] {
  const columns = columnsOf(entries, (entry) => isLine(entry, depth));
  const rows: Doc[] = [];
  const add = (doc: Doc, blank: boolean) => {
    if (rows.length > 0) rows.push(hardline, blank ? hardline : "");
    rows.push(doc);
  };
  entries.forEach((entry, index) => {
    for (const { text, blank } of entry.above) add(literal(text), blank);
    add(entryDoc(entry, columns[index]!, depth), entry.blank);
  });
  for (const { text, blank } of end) add(literal(text), blank);
  return rows;
}

function entryDoc(entry: Entry, padding: Padding, depth: number): Doc {
  if (entry.kind === "kept") return [literal(entry.text), behindDoc(entry.behind)];
  const { chain, body, binding } = entry;
  const space = WIDTH - depth * INDENT;
  if (body !== undefined) {
    const header = { ...chain, head: firstBreaks(chain.head) };
    return [chainDoc(header, { space }), " ", bodyDoc(body, depth + 1)];
  }
  const sign = 1 + (binding?.before.split(" ").filter(Boolean).length ?? 0);
  const extra = new Map([
    [sign, padding.sign],
    [sign + 1, padding.value],
  ]);
  return [chainDoc(chain, { space, extra, pipe: padding.pipe }), behindDoc(chain.behind)];
}

/** A header whose parameters break before what it gives, which follows them on one line if there is room for it. */
function firstBreaks(run: Run): Run {
  const first = run.findIndex((element) => element.kind === "brackets" && element.parts.length > 0);
  const behind = flatRun(run.slice(first + 1));
  if (first < 0 || behind === undefined || widthOf(behind) + 4 > WIDTH) return run;
  return run.map((element, index) => {
    const text = index > first ? flatRun([element]) : undefined;
    return text === undefined ? element : { ...startOf(element), text, behind: endOf(element).behind };
  });
}

function bodyDoc(body: Body, depth: number): Doc {
  const { open, close } = body;
  const rows = rowsOf(body, depth);
  const isEmpty = rows.length === 0 && open.behind === undefined;
  const inner = rows.length === 0 ? "" : indent([hardline, ...rows]);
  return [wordDoc(open), ...(isEmpty ? [] : [inner, hardline]), wordDoc(close)];
}

/** Whether an entry stands on one line, if it is given no more spaces than it needs. */
function isLine(entry: Entry, depth: number): boolean {
  if (entry.kind === "kept") return !entry.text.includes("\n");
  const text = entry.body === undefined ? flat(entry.chain) : undefined;
  return text !== undefined && widthOf(text) <= WIDTH - depth * INDENT;
}

// ---- chains --------------------------------------------------------------------------------------------

/** How a chain is laid out. */
interface Room {
  /** How many characters there are for it on its line; undefined within brackets. */
  readonly space?: number;
  /** Spaces before the elements of its first run. */
  readonly extra?: ReadonlyMap<number, number>;
  /** Spaces before its first pipe. */
  readonly pipe?: number;
}

/** All steps on one line or one on each; they may follow the brackets of a first value that needs several lines. */
function chainDoc(chain: Chain, { space, extra, pipe = 0 }: Room): Doc {
  const { head, steps } = chain;
  const first = runDoc(head, space === undefined, extra);
  if (steps.length === 0) return first;
  const tail = space === undefined ? undefined : tailBehind(chain, space);
  if (tail !== undefined) return [first, " ", tail];
  const rest = steps.map((step, index) => {
    const gap = index === 0 && pipe > 0 ? ifBreak("", " ".repeat(pipe)) : "";
    return [gap, line, remarksDoc(firstWord(step).above), runDoc(step, space === undefined)];
  });
  return group([first, indent(rest)]);
}

/** The steps on one line, where they follow a closing bracket: the first value is too wide for one line. */
function tailBehind({ head, steps }: Chain, space: number): string | undefined {
  const last = head[head.length - 1];
  if (last?.kind !== "brackets" || last.parts.length === 0 || last.close.behind !== undefined)
    return undefined;
  const [begin, ...rest] = steps;
  if (begin === undefined || firstWord(begin).above.length > 0) return undefined;
  const tail = flat({ head: begin, steps: rest });
  if (tail === undefined || widthOf(tail) + 2 > space) return undefined;
  const text = flatRun(head);
  return text === undefined || widthOf(text) > space ? tail : undefined;
}

// ---- runs ----------------------------------------------------------------------------------------------

/**
 * What stands side by side. Behind a comment it goes on in the next line, further in; `inside` brackets that may also
 * be before a sign between two values.
 */
function runDoc(run: Run, inside: boolean, extra?: ReadonlyMap<number, number>): Doc {
  const first: Doc[] = [];
  const rest: Doc[] = [];
  run.forEach((element, index) => {
    const doc = elementDoc(element);
    const word = startOf(element);
    const before = index === 0 ? undefined : endOf(run[index - 1]!);
    if (index === 0) first.push(doc);
    else if (word.above.length > 0 || before?.behind !== undefined) {
      rest.push(hardline, remarksDoc(word.above), doc);
    } else if (inside && word.breaks) rest.push(line, doc);
    else {
      const space = " ".repeat((word.touches ? 0 : 1) + (extra?.get(index) ?? 0));
      (rest.length > 0 ? rest : first).push(space, doc);
    }
  });
  return rest.length === 0 ? first : group([...first, indent(rest)]);
}

function elementDoc(element: Element): Doc {
  return element.kind === "word" ? wordDoc(element) : bracketsDoc(element);
}

function wordDoc({ text, behind }: Word): Doc {
  return [text, behindDoc(behind)];
}

function bracketsDoc({ style, open, parts, close }: Brackets): Doc {
  const edge = style === "names" ? line : softline;
  const sign = style === "list" || style === "names" ? "," : "";
  const items = parts.map((part, index) => {
    const first = firstWord(part.head);
    const blank = index > 0 && style !== "repeated" && isBlank(first) ? softline : "";
    const comma = index === parts.length - 1 ? ifBreak(sign) : sign;
    const doc = [remarksDoc(first.above, first.blank), chainDoc(part, {}), comma, behindDoc(part.behind)];
    return index === 0 ? doc : [line, blank, doc];
  });
  const last = close.above.map(({ text, blank }, index) => [
    parts.length + index > 0 ? hardline : "",
    blank && parts.length + index > 0 ? hardline : "",
    text,
    breakParent,
  ]);
  const bare = { ...close, behind: undefined };
  if (items.length + last.length === 0 && open.behind === undefined) return [open.text, wordDoc(close)];
  const inner = group([wordDoc(open), indent([edge, ...items, ...last]), edge, wordDoc(bare)]);
  return [inner, behindDoc(close.behind)];
}

function isBlank({ above: [first], blank }: Above): boolean {
  return first?.blank ?? blank;
}

// ---- comments ------------------------------------------------------------------------------------------

/** Comments on lines of their own; empty lines are kept between them, and where `blank` says so behind them. */
function remarksDoc(remarks: readonly Remark[], blank = false): Doc {
  return remarks.map(({ text }, index) => {
    const next = remarks[index + 1];
    return [text, hardline, (next?.blank ?? blank) ? hardline : ""];
  });
}

/** A comment that ends its line. */
function behindDoc(text: string | undefined): Doc {
  return text === undefined ? "" : [lineSuffix(` ${text}`), breakParent];
}

/** A text of several lines as it is. */
function literal(text: string): Doc {
  return join(literalline, text.split("\n"));
}
