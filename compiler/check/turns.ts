import { diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Loop } from "../../grammar/ast.ts";
import { isKnown, showSize } from "../types/size.ts";
import type { Elaborator } from "./elaborator.ts";
import { nameTaken } from "./name-taken.ts";
import { bind, createScope, lookUp } from "./scope.ts";
import { describe, type Scope, type Value } from "./values.ts";

/** One turn: a scope with the loops' variables, and what they are, in words. */
type Turn = (scope: Scope, words: string) => boolean;

/**
 * Runs a body once for every combination of the loops' items, the last loop fastest, each turn in a scope of its
 * own, until one gives false. A list of unknown length has one turn, with a symbol for its element.
 */
export function forEachTurn(e: Elaborator, loops: readonly Loop[], scope: Scope, turn: Turn): void {
  for (const [i, { variable }] of loops.entries()) {
    if (variable.text === "") continue;
    const taken =
      lookUp(scope, variable.text) ??
      loops.slice(0, i).find((loop) => loop.variable.text === variable.text)?.variable;
    if (taken !== undefined) e.report(nameTaken(variable, taken.span));
  }
  nested(e, loops, scope, turn, []);
}

function nested(
  e: Elaborator,
  loops: readonly Loop[],
  scope: Scope,
  turn: Turn,
  words: readonly string[],
): boolean {
  const [loop, ...rest] = loops;
  if (loop === undefined) return turn(scope, words.join(", "));
  const { variable, over } = loop;
  for (const [i, item] of itemsOf(e, e.evaluate(over, scope), loop).entries()) {
    if (!e.spend(over.span, 1)) return false;
    const inner = createScope(scope);
    bind(inner, variable.text, item, variable.span);
    const value = `${variable.text} = ${showItem(item, i)}`;
    if (!nested(e, rest, inner, turn, [...words, value])) return false;
  }
  return true;
}

function itemsOf(e: Elaborator, over: Value, loop: Loop): readonly Value[] {
  if (over.kind === "list") return over.items;
  if (over.kind === "any_list") return [{ kind: "number", size: { text: loop.variable.text } }];
  if (over.kind !== "poison") {
    const parameters = { setting: "for", expected: "a list", found: describe(over) };
    e.report(diagnostic("setting_kind", loop.over.span, parameters));
  }
  return [];
}

function showItem(item: Value, place: number): string {
  if (item.kind !== "number") return `item ${place + 1}`;
  return isKnown(item.size) ? showSize(item.size) : "any number";
}
