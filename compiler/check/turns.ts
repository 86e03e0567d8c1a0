import { diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Loop } from "../../grammar/ast.ts";
import { showSize } from "../types/size.ts";
import type { Elaborator } from "./elaborator.ts";
import { bind, createScope, type Scope } from "./scope.ts";
import { describe, type Value } from "./values.ts";

/**
 * Runs a body once for every combination of the loops' items, the last loop fastest, each turn in a scope of its
 * own. A list of unknown length has one turn, with a symbol for its element.
 */
export function forEachTurn(
  e: Elaborator,
  loops: readonly Loop[],
  scope: Scope,
  turn: (scope: Scope, words: string) => boolean | void,
  words: readonly string[] = [],
): boolean {
  const [loop, ...rest] = loops;
  if (loop === undefined) return turn(scope, words.join(", ")) !== false;
  const items = turnsOf(e, e.evaluate(loop.over, scope), loop);
  for (const [i, item] of items.entries()) {
    if (!e.spend(loop.over.span)) return false;
    const inner = createScope(scope);
    bind(inner, loop.variable.text, item, loop.variable.span);
    inner.names.get(loop.variable.text)!.used = true;
    const value = item.kind === "number" ? showSize(item.size) : `item ${i + 1}`;
    if (!forEachTurn(e, rest, inner, turn, [...words, `${loop.variable.text} = ${value}`])) return false;
  }
  return true;
}

function turnsOf(e: Elaborator, over: Value, loop: Loop): readonly Value[] {
  if (over.kind === "list") return over.items;
  if (over.kind === "any_list") return [{ kind: "number", size: { text: loop.variable.text } }];
  if (over.kind !== "poison") {
    e.report(
      diagnostic("setting_kind", loop.over.span, { setting: "for", expected: "a list", found: describe(over) }),
    );
  }
  return [];
}
