/** From lines to the syntax tree: each line is read by itself, so that a mistake in one costs no other. */
import type { IToken } from "chevrotain";
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import type { Source } from "../diagnostics/source.ts";
import type { Comment, Identifier, Item, Statement } from "./ast.ts";
import { depthOf } from "./depth.ts";
import { documentationAbove } from "./documentation.ts";
import type { Line } from "./newlines.ts";
import { FusewireParser } from "./rules/statements.ts";
import { prepare } from "./slips.ts";
import * as t from "./tokens.ts";

/** How many nodes of one statement may stand within each other. */
export const DEEPEST_TREE = 500;

let parser: FusewireParser | undefined;

/** The parser, made when it is first needed. Its grammar is validated in a test, not each time a program starts. */
function sharedParser(): FusewireParser {
  parser ??= new FusewireParser(true);
  return parser;
}

/**
 * Builds the items of a file. A line with a gap, that is with a character or a bracket that could not be read, is
 * kept as far as it goes, but nothing more is said about it.
 */
export function buildItems(
  source: Source,
  lines: readonly Line[],
  comments: readonly Comment[],
  gaps: readonly Diagnostic[],
): { items: readonly Item[]; diagnostics: readonly Diagnostic[] } {
  const rules = sharedParser();
  const diagnostics: Diagnostic[] = [];
  const documentationOf = documentationAbove(source.text, comments);
  const holes = gaps.map(({ span }) => span.start).sort((a, b) => a - b);

  function read<T extends object>(
    line: Line,
    tokens: readonly IToken[],
    rule: () => T | undefined,
  ): T | undefined {
    const { result, diagnostics: found } = rules.read(source.file, tokens, rule);
    const findings =
      result !== undefined && depthOf(result) > DEEPEST_TREE ? [tooDeep(source, tokens)] : found;
    if (!hasHole(line)) diagnostics.push(...findings);
    return findings === found ? result : undefined;
  }

  function hasHole(line: Line): boolean {
    const from = line.tokens[0]?.startOffset ?? line.end;
    const first = holes[lowerBound(holes, from)];
    return first !== undefined && first < line.end;
  }

  function item(line: Line): Item | undefined {
    const tokens = prepared(line, true);
    const node = tokens === undefined ? undefined : read(line, tokens, () => rules.item());
    if (node?.kind === "use") return { ...node, names: names(line) };
    const body = statements(line.body ?? []);
    if (node === undefined) return undefined;
    return { ...node, ...("body" in node ? { body } : {}), ...documented(line) };
  }

  function statement(line: Line): Statement | undefined {
    const tokens = prepared(line, false);
    const node = tokens === undefined ? undefined : read(line, tokens, () => rules.statement());
    const body = statements(line.body ?? []);
    if (node === undefined) return undefined;
    return {
      ...node,
      ...("body" in node ? { body } : {}),
      ...(DOCUMENTED.has(node.kind) ? documented(line) : {}),
    };
  }

  function statements(lines: readonly Line[]): readonly Statement[] {
    return lines.map(statement).filter((node) => node !== undefined);
  }

  /** The braces of a `use` hold names, in which newlines mean nothing. */
  function names(line: Line): readonly Identifier[] {
    const tokens = (line.body ?? []).flatMap((inner) => inner.tokens);
    if (tokens.length > 0)
      return read({ tokens, end: Number.POSITIVE_INFINITY }, tokens, () => rules.names()) ?? [];
    const body = line.tokens.findLast((token) => token.tokenType === t.Body);
    if (body !== undefined && !hasHole(line)) {
      const span = { file: source.file, start: body.startOffset, end: t.endOf(body) };
      diagnostics.push(diagnostic("emptyList", span, { what: "this `use`" }));
    }
    return [];
  }

  function prepared(line: Line, top: boolean): readonly IToken[] | undefined {
    const { tokens, diagnostics: found } = prepare(source.file, line.tokens, top);
    if (!hasHole(line)) diagnostics.push(...found);
    return tokens;
  }

  function documented(line: Line): { documentation?: string } {
    const documentation = documentationOf(line.tokens[0]!.startOffset);
    return documentation === undefined ? {} : { documentation };
  }

  const items = lines.map(item).filter((node) => node !== undefined);
  return { items, diagnostics };
}

const DOCUMENTED: ReadonlySet<Statement["kind"]> = new Set([
  "input",
  "output",
  "weight",
  "value",
  "setting",
  "group",
]);

function tooDeep(source: Source, tokens: readonly IToken[]): Diagnostic {
  const [first] = tokens;
  const start = first?.startOffset ?? 0;
  const span = { file: source.file, start, end: first === undefined ? start : t.endOf(first) };
  return diagnostic("nestedTooDeeply", span, { limit: DEEPEST_TREE });
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
