import { diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Loop, RangeExpression } from "../../grammar/ast.ts";
import { isKnown, showSize } from "../types/size.ts";
import type { Elaborator } from "./elaborator.ts";
import { nameTaken } from "./name-taken.ts";
import { readInteger } from "./read-setting.ts";
import { bind, createScope, lookUp } from "./scope.ts";
import { describe, type Scope, type Value } from "./values.ts";

/** One turn: a scope with the loops' variables, and what they are, in words. */
type Turn = (scope: Scope, words: string) => boolean;

/**
 * Runs a body once for every combination of the loops' items, the last loop fastest, each turn in a scope of its
 * own, until one gives false. A list of unknown length has one turn, with a symbol for its element; gives whether there
 * was such a list.
 */
export function forEachTurn(e: Elaborator, loops: readonly Loop[], scope: Scope, turn: Turn): boolean {
  for (const [i, { variable }] of loops.entries()) {
    if (variable.text === "") continue;
    const taken =
      lookUp(scope, variable.text) ??
      loops.slice(0, i).find((loop) => loop.variable.text === variable.text)?.variable;
    if (taken !== undefined) e.report(nameTaken(variable, taken.span));
  }
  const lists = { isOpen: false };
  nested(e, loops, scope, turn, lists, []);
  return lists.isOpen;
}

function nested(
  e: Elaborator,
  loops: readonly Loop[],
  scope: Scope,
  turn: Turn,
  lists: { isOpen: boolean },
  words: readonly string[],
): boolean {
  const [loop, ...rest] = loops;
  if (loop === undefined) return turn(scope, words.join(", "));
  const { variable, over } = loop;
  let place = 0;
  const items = itemsOf(e, loop, scope);
  lists.isOpen ||= items === undefined;
  for (const item of items ?? [{ kind: "number", size: { text: variable.text } } as const]) {
    place++;
    if (!e.spend(over.span, 1)) return false;
    const inner = createScope(scope);
    bind(inner, variable.text, item, variable.span);
    const value = `${variable.text} = ${showItem(item, place)}`;
    if (!nested(e, rest, inner, turn, lists, [...words, value])) return false;
  }
  return true;
}

/** What a loop goes along; undefined where its length depends on symbols. */
function itemsOf(e: Elaborator, loop: Loop, scope: Scope): Iterable<Value> | undefined {
  if (loop.over.kind === "range") return numbersOf(e, loop.over, scope);
  const over = e.evaluate(loop.over, scope);
  if (over.kind === "list") return over.items;
  if (over.kind === "any_list") return undefined;
  if (over.kind !== "poison") {
    const parameters = { setting: "for", expected: "a list", found: describe(over) };
    e.report(diagnostic("setting_kind", loop.over.span, parameters));
  }
  return [];
}

/** `1..layers`: the whole numbers from the first to the last; none where the last is smaller. */
function numbersOf(e: Elaborator, { from, to }: RangeExpression, scope: Scope) {
  const bounds = { e, scope, name: "for" };
  const [first, last] = [from, to].map((end) =>
    end.kind === "missing" ? undefined : readInteger(bounds, { least: 0 }, end, e.evaluate(end, scope)),
  );
  if (first === undefined || last === undefined) return [];
  return isKnown(first) && isKnown(last) ? count(first, last) : undefined;
}

/** One by one, as there may be more than could ever be worked through. */
function* count(first: number, last: number): Iterable<Value> {
  for (let size = first; size <= last; size++) yield { kind: "number", size };
}

function showItem(item: Value, place: number): string {
  if (item.kind !== "number") return `item ${place}`;
  return isKnown(item.size) ? showSize(item.size) : "any number";
}
