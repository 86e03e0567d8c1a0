/** From lines to the syntax tree: each line is read by itself, so that a mistake in one costs no other. */
import type { IToken } from "chevrotain";
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import { linesOf, type Place, placeOf } from "../diagnostics/lines.ts";
import { cover, type Source } from "../diagnostics/source.ts";
import type { Comment, Identifier, Item, Statement, UseItem } from "./ast.ts";
import type { Context } from "./beginnings/start.ts";
import { checkBeginning } from "./beginnings.ts";
import { depthOf } from "./depth.ts";
import { documentationAbove } from "./documentation.ts";
import { note, placeAt, spanOf } from "./findings.ts";
import { DEFINES, FOREIGN_WORDS, isForeignDefinition } from "./foreign-words.ts";
import { beginsItem, binds, hasItemWord, hasStatementWord } from "./layout.ts";
import { DEEPEST_TREE, MOST_BRACKETS, MOST_FINDINGS } from "./limits.ts";
import type { Line } from "./newlines.ts";
import { FusewireParser } from "./rules/statements.ts";
import * as t from "./tokens.ts";
import { withoutValues } from "./unread.ts";

const TOP: Context = { top: true, sign: t.Equals };
const IN_MODEL: Context = { top: false, sign: t.Equals };
const IN_PLAN: Context = { top: false, sign: t.Colon };

let parser: FusewireParser | undefined;

/** The parser, made when it is first needed. Its grammar is validated in a test, not each time a program starts. */
function sharedParser(): FusewireParser {
  parser ??= new FusewireParser(true);
  return parser;
}

export interface Built {
  readonly items: readonly Item[];
  readonly diagnostics: readonly Diagnostic[];
}

/** What building one file needs and gathers. */
interface Building {
  readonly file: string;
  readonly rules: FusewireParser;
  readonly diagnostics: Diagnostic[];
  /** Where characters or brackets could not be read, in order. */
  readonly holes: readonly number[];
  readonly documentationOf: (offset: number) => string | undefined;
  readonly placeOf: (token: IToken) => Place;
}

/**
 * Builds the items of a file. A line with a hole, that is with a character or a bracket that could not be read, is
 * kept as far as it goes, but nothing more is said about it.
 */
export function buildItems(
  source: Source,
  lines: readonly Line[],
  comments: readonly Comment[],
  holes: readonly Diagnostic[],
): Built {
  const places = linesOf(source);
  const building: Building = {
    file: source.file,
    rules: sharedParser(),
    diagnostics: [],
    holes: holes.map(({ span }) => span.start).sort((a, b) => a - b),
    documentationOf: documentationAbove(source.text, comments),
    placeOf: (token) => placeOf(places, token.startOffset),
  };
  const items = groupBodies(building, lines, 0).flatMap((line) => itemOf(building, line));
  return { items, diagnostics: building.diagnostics };
}

/**
 * A line without the braces of its body is followed by the lines that were meant for it: those of an item go on to the
 * next item, all others as far as they are indented.
 */
function groupBodies(building: Building, lines: readonly Line[], depth: number): readonly Line[] {
  const grouped: { readonly line: Line; readonly body: Line[] }[] = [];
  for (const line of lines) {
    const last = grouped[grouped.length - 1];
    if (last !== undefined && belongsTo(building, line, last.line, depth)) last.body.push(line);
    else grouped.push({ line, body: [...(line.body ?? [])] });
  }
  return grouped.map(({ line, body }) => (body.length === 0 ? line : { ...line, body }));
}

function belongsTo(building: Building, { tokens: [first] }: Line, to: Line, depth: number): boolean {
  const { tokens } = to;
  const [begin, second] = tokens;
  if (first === undefined || begin === undefined || tokens[tokens.length - 1]?.tokenType === t.Body)
    return false;
  if (depth === 0 && beginsBodied(begin, second)) return !hasItemWord(first, undefined);
  const isLoop = t.is(begin, t.For) && hasStatementWord(begin, second);
  const isForeign = FOREIGN_WORDS.has(begin.image) && !binds(begin, second);
  return (isLoop || isForeign) && depth < MOST_BRACKETS && isIndentedBelow(building, begin, first);
}

function isIndentedBelow({ placeOf }: Building, upper: IToken, lower: IToken): boolean {
  const [above, below] = [placeOf(upper), placeOf(lower)];
  return below.line > above.line && below.column > above.column;
}

/** Whether a line begins an item that has a body of statements. */
function beginsBodied(first: IToken | undefined, second: IToken | undefined): boolean {
  return beginsItem(first, second) && !t.is(first, t.Use) && !t.is(first, t.Category);
}

function itemOf(building: Building, line: Line): readonly Item[] {
  const [first, second] = line.tokens;
  const [item] = read(building, line, TOP, (rules) => rules.item());
  if (first !== undefined && isForeignDefinition(first.image) && !binds(first, second))
    return [unknownItem(building, line)];
  if (t.is(first, t.Use)) return item?.kind === "use" ? [withNames(item, namesOf(building, line))] : [];
  const context = t.is(first, t.Data) || t.is(first, t.Train) ? IN_PLAN : IN_MODEL;
  const body = statementsOf(building, line, context, 1);
  return item === undefined ? [] : [{ ...filled(item, body), ...documentation(building, line) }];
}

/**
 * What another language would define or bring in: nothing is known of it but the name behind the word, which is given to
 * nothing else. Where other names may come with it, it stands for any.
 */
function unknownItem({ file }: Building, { tokens }: Line): UseItem {
  const [first, second] = tokens;
  const nowhere = { text: "", span: placeAt(file, t.endOf(first!)) };
  const named = DEFINES.has(first!.image) && t.is(second, t.Name) ? second : undefined;
  const name = named && { text: named.image.normalize("NFC"), span: spanOf(file, named) };
  const span = spanOf(file, first!, named);
  return { kind: "use", span, from: { kind: "name", ...nowhere }, names: [name ?? nowhere] };
}

/** The names may stand before the file that they are from. */
function withNames(item: UseItem, names: readonly Identifier[]): UseItem {
  const span = names.reduce((span, name) => cover(span, name.span), cover(item.span, item.from.span));
  return { ...item, names, span };
}

/** The statements of a line's body, which stands in `depth` bodies with its own; nothing can be said of names, nor of what another language's definition holds. */
function statementsOf(building: Building, line: Line, context: Context, depth: number): readonly Statement[] {
  const [first, second] = line.tokens;
  if (first !== undefined && (isForeignDefinition(first.image) || hasUse(first, second))) return [];
  return groupBodies(building, line.body ?? [], depth).flatMap((one) =>
    statementOf(building, one, context, depth),
  );
}

function hasUse(first: IToken, second: IToken | undefined): boolean {
  return t.is(first, t.Use) && !binds(first, second);
}

/** The statements of a line: one, unless several were meant. */
function statementOf(building: Building, line: Line, context: Context, depth: number): readonly Statement[] {
  const statements = read(building, line, context, (rules) => rules.statement());
  const body = statementsOf(building, line, context, depth + 1);
  return statements.map((statement) => ({
    ...filled(statement, body),
    ...(UNDOCUMENTED.has(statement.kind) ? {} : documentation(building, line)),
  }));
}

/** A node with its body, which reaches beyond the node's own line where its braces are missing. */
function filled<T extends Item | Statement>(node: T, body: readonly Statement[]): T {
  if (!("body" in node)) return node;
  const last = body[body.length - 1];
  return { ...node, body, span: last === undefined ? node.span : cover(node.span, last.span) };
}

const UNDOCUMENTED: ReadonlySet<Statement["kind"]> = new Set(["require", "return", "for"]);

function documentation(building: Building, line: Line): { documentation?: string } {
  const text = building.documentationOf(line.tokens[0]?.startOffset ?? 0);
  return text === undefined ? {} : { documentation: text };
}

/** The braces of a `use` hold names, in which newlines mean nothing. */
function namesOf(building: Building, line: Line): readonly Identifier[] {
  const { file, rules, diagnostics } = building;
  const inner = line.body ?? [];
  const tokens = inner.flatMap((one) => one.tokens);
  const sound = !inner.some((one) => hasHole(building, one)) && !hasHole(building, line);
  const body = line.tokens.find((token) => token.tokenType === t.Body);
  if (tokens.length === 0) {
    if (body !== undefined && sound) {
      note(diagnostics, () => diagnostic("empty_list", spanOf(file, body), { what: "this `use`" }));
    }
    const end = t.endOf(line.tokens[line.tokens.length - 1]!);
    return body === undefined || !sound ? [{ text: "", span: placeAt(file, end) }] : [];
  }
  const { result, diagnostics: found } = rules.read(file, tokens, () => rules.names());
  if (sound) for (const finding of found) note(diagnostics, () => finding);
  return result ?? [];
}

/** Reads the tokens of one line by a rule, once its beginning has been looked at. */
function read<T extends Item | Statement>(
  building: Building,
  line: Line,
  context: Context,
  rule: (rules: FusewireParser) => T | undefined,
): readonly T[] {
  const { file, rules, diagnostics } = building;
  // What would be found beyond these is not listed, and finding it is slow.
  if (diagnostics.length > MOST_FINDINGS) return [];
  const sound = !hasHole(building, line);
  const { tokens, others = [], diagnostic: atStart, guess } = checkBeginning(file, line.tokens, context);
  if (sound && atStart !== undefined) note(diagnostics, () => atStart);
  const results = [...others, ...(tokens === undefined ? [] : [tokens])].map((meant) => {
    const { result, diagnostics: found, gaps } = rules.read(file, meant, () => rule(rules));
    const tooDeep = result !== undefined && depthOf(result) > DEEPEST_TREE;
    if (sound && guess !== true)
      for (const finding of tooDeep ? [deep(file, meant)] : found) note(diagnostics, () => finding);
    if (tooDeep || result === undefined) return undefined;
    return sound && !gaps ? result : withoutValues(result);
  });
  return results.filter((result) => result !== undefined);
}

function deep(file: string, tokens: readonly IToken[]): Diagnostic {
  const span = spanOf(file, tokens[0]!);
  return diagnostic("nested_too_deeply", span, { limit: DEEPEST_TREE });
}

/** Whether something in a line itself could not be read; the line's body has lines of its own. */
function hasHole({ holes }: Building, line: Line): boolean {
  const from = line.tokens[0]?.startOffset ?? line.end;
  const first = holes[lowerBound(holes, from)];
  return first !== undefined && first < line.end;
}

/** The index of the first number that is not below `bound`, in numbers that rise. */
function lowerBound(numbers: readonly number[], bound: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle]! < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}
