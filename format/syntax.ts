/** What the syntax tree says about single words, by their offsets. */
import type { IToken } from "chevrotain";
import type { SourceFile, TypeExpression } from "../grammar/ast.ts";
import * as t from "../grammar/tokens.ts";
import { firstFrom } from "./extents.ts";

export interface Syntax {
  /** Words that are names, whatever else they could be. */
  readonly names: ReadonlySet<number>;
  /** Signs before a value, not between two. */
  readonly signs: ReadonlySet<number>;
  /** The `<` and `>` of types. */
  readonly opening: ReadonlySet<number>;
  readonly closing: ReadonlySet<number>;
  /** The `[` of lists that are built: `[f(x) for x in xs]`. */
  readonly repeated: ReadonlySet<number>;
  /** Where items begin, and statements. */
  readonly items: ReadonlySet<number>;
  readonly statements: ReadonlySet<number>;
}

type Sets = { readonly [K in keyof Syntax]: Set<number> };

/** Looks through a tree; `tokens` are all words of the text in order. */
export function syntaxOf(file: SourceFile, tokens: readonly IToken[]): Syntax {
  const sets: Sets = {
    names: new Set(),
    signs: new Set(),
    opening: new Set(),
    closing: new Set(),
    repeated: new Set(),
    items: new Set(file.items.map(({ span }) => span.start)),
    statements: new Set(),
  };
  const rest: object[] = [...file.items];
  for (let node = rest.pop(); node !== undefined; node = rest.pop()) {
    note(sets, node, tokens);
    for (const [key, value] of Object.entries(node)) {
      if (key !== "span" && typeof value === "object" && value !== null) rest.push(value);
    }
  }
  return sets;
}

/** A part of the tree, of which the shape tells what it is. */
interface Part {
  readonly kind?: string;
  readonly text?: unknown;
  readonly body?: readonly { readonly span: { readonly start: number } }[];
  readonly span?: { readonly start: number };
}

function note(sets: Sets, node: object, tokens: readonly IToken[]): void {
  const { kind, text, body, span } = node as Part;
  if (span === undefined) return;
  if (typeof text === "string" && text !== "") sets.names.add(span.start);
  if (kind === "unary") sets.signs.add(span.start);
  if (kind === "comprehension") sets.repeated.add(span.start);
  if (kind === "type") noteAngles(sets, node as TypeExpression, tokens);
  for (const statement of body ?? []) sets.statements.add(statement.span.start);
}

function noteAngles(sets: Sets, { name, parameters }: TypeExpression, tokens: readonly IToken[]): void {
  const last = parameters[parameters.length - 1];
  const open = tokens[indexFrom(tokens, name.span.end)];
  if (last === undefined || !t.is(open, t.Less)) return;
  sets.opening.add(open!.startOffset);
  for (let index = indexFrom(tokens, last.span.end); index < tokens.length; index += 1) {
    if (!t.is(tokens[index], t.Greater)) continue;
    sets.closing.add(tokens[index]!.startOffset);
    return;
  }
}

/** The index of the token that begins at or behind an offset. */
export function indexFrom(tokens: readonly IToken[], offset: number): number {
  return firstFrom(tokens, offset, ({ startOffset }) => startOffset);
}
