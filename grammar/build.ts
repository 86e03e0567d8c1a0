/** From lines to the syntax tree: each line is read by itself, so that a mistake in one costs no other. */
import type { IToken } from "chevrotain";
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import type { Source } from "../diagnostics/source.ts";
import type { Comment, Identifier, Item, Statement } from "./ast.ts";
import { checkBeginning } from "./beginnings.ts";
import { depthOf } from "./depth.ts";
import { documentationAbove } from "./documentation.ts";
import { note, spanOf } from "./findings.ts";
import { beginsItem, hasItemWord } from "./layout.ts";
import { DEEPEST_TREE, MOST_FINDINGS } from "./limits.ts";
import type { Line } from "./newlines.ts";
import { FusewireParser } from "./rules/statements.ts";
import * as t from "./tokens.ts";

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
  const building: Building = {
    file: source.file,
    rules: sharedParser(),
    diagnostics: [],
    holes: holes.map(({ span }) => span.start).sort((a, b) => a - b),
    documentationOf: documentationAbove(source.text, comments),
  };
  const items = groupBodies(lines).map((line) => itemOf(building, line));
  return { items: items.filter((item) => item !== undefined), diagnostics: building.diagnostics };
}

/** An item without braces is followed by the lines that were meant for its body: only the braces are missing. */
function groupBodies(lines: readonly Line[]): readonly Line[] {
  const grouped: Line[] = [];
  for (const line of lines) {
    const last = grouped[grouped.length - 1];
    if (last !== undefined && lacksBody(last) && !hasItemWord(line.tokens[0], undefined)) {
      grouped[grouped.length - 1] = { ...last, body: [...(last.body ?? []), line] };
    } else {
      grouped.push(line);
    }
  }
  return grouped;
}

/** Whether a line begins an item that should have a body, and has none in braces. */
function lacksBody({ tokens }: Line): boolean {
  const [first, second] = tokens;
  if (t.is(first, t.Use) || t.is(first, t.Category) || !beginsItem(first, second)) return false;
  return tokens[tokens.length - 1]?.tokenType !== t.Body;
}

function itemOf(building: Building, line: Line): Item | undefined {
  const item = read(building, line, true, (rules) => rules.item());
  if (t.is(line.tokens[0], t.Use))
    return item?.kind === "use" ? { ...item, names: namesOf(building, line) } : undefined;
  const body = statementsOf(building, line.body ?? []);
  if (item === undefined) return undefined;
  return { ...item, ...("body" in item ? { body } : {}), ...documentation(building, line) };
}

function statementsOf(building: Building, lines: readonly Line[]): readonly Statement[] {
  return lines.map((line) => statementOf(building, line)).filter((statement) => statement !== undefined);
}

function statementOf(building: Building, line: Line): Statement | undefined {
  const statement = read(building, line, false, (rules) => rules.statement());
  const body = statementsOf(building, line.body ?? []);
  if (statement === undefined) return undefined;
  return {
    ...statement,
    ...("body" in statement ? { body } : {}),
    ...(UNDOCUMENTED.has(statement.kind) ? {} : documentation(building, line)),
  };
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
    return [];
  }
  const { result, diagnostics: found } = rules.read(file, tokens, () => rules.names());
  if (sound) for (const finding of found) note(diagnostics, () => finding);
  return result ?? [];
}

/** Reads the tokens of one line by a rule, once its beginning has been looked at. */
function read<T extends object>(
  building: Building,
  line: Line,
  top: boolean,
  rule: (rules: FusewireParser) => T | undefined,
): T | undefined {
  const { file, rules, diagnostics } = building;
  // What would be found beyond these is not listed, and finding it is slow.
  if (diagnostics.length > MOST_FINDINGS) return undefined;
  const sound = !hasHole(building, line);
  const { tokens, diagnostic: atStart, guess = false } = checkBeginning(file, line.tokens, top);
  if (sound && atStart !== undefined) note(diagnostics, () => atStart);
  if (tokens === undefined) return undefined;
  const { result, diagnostics: found } = rules.read(file, tokens, () => rule(rules));
  const tooDeep = result !== undefined && depthOf(result) > DEEPEST_TREE;
  if (sound && !guess)
    for (const finding of tooDeep ? [deep(file, tokens)] : found) note(diagnostics, () => finding);
  return tooDeep ? undefined : result;
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
