import type { Size } from "../types/size.ts";
import { compareSizes, isKnown } from "../types/size.ts";
import { axisNamed, isDecision, sameCategory, type ValueType } from "../types/value-type.ts";
import type { Elaborator } from "./elaborator.ts";
import { readInteger } from "./read-setting.ts";
import { bind, lookUp } from "./scope.ts";
import type { Pattern, PatternSize, Scope } from "./values.ts";

/** Whether a value fits a declared type; `unclear` where a size in that type has been reported. */
export type Fit = "fits" | "differs" | "unclear";

/**
 * Holds a value against a declared type: equal kinds, the same axes by name, sizes and rates that agree, and where the
 * type says so the same category or range. A symbol that stands bare takes the size that it meets first, in `scope`.
 */
export function matchType(e: Elaborator, pattern: Pattern, found: ValueType, scope: Scope): Fit {
  const { kind, axes, range, vocabulary, of } = pattern;
  if (kind !== found.kind.name || axes.length !== found.axes.length) return "differs";
  if (of !== undefined && isDecision(found.kind)) {
    const category = lookUp(scope, of.text)?.value;
    if (category?.kind === "category" && !sameCategory(category.category, found.kind.of)) return "differs";
  }
  if (range !== undefined && JSON.stringify(range) !== JSON.stringify(found.range)) return "differs";

  const pairs: [string, PatternSize, Size][] = [];
  for (const axis of axes) {
    const other = axisNamed(found, axis.name);
    if (other === undefined || (axis.rate !== undefined && axis.rate !== other.rate)) return "differs";
    pairs.push([axis.name, axis.size, other.size]);
  }
  if (vocabulary !== undefined && found.kind.name === "tokens") {
    pairs.push(["vocabulary", vocabulary, found.kind.vocabulary]);
  }
  return fitSizes(e, pairs, scope);
}

function fitSizes(e: Elaborator, pairs: readonly [string, PatternSize, Size][], scope: Scope): Fit {
  // Expressions may be over symbols that stand bare behind them.
  for (const [, size, found] of pairs) {
    if (size.kind === "symbol" && lookUp(scope, size.name) === undefined) {
      bind(scope, size.name, { kind: "number", size: found }, size.span);
    }
  }
  let fit: Fit = "fits";
  for (const [name, size, found] of pairs) {
    if (size.kind === "any") continue;
    const declared = declaredSize(e, size, name, scope);
    if (declared === undefined) return "unclear";
    if (compareSizes(declared, found) === "different") fit = "differs";
  }
  return fit;
}

/** What a size in a type amounts to, its symbols known; undefined after reporting. */
export function declaredSize(
  e: Elaborator,
  size: Exclude<PatternSize, { kind: "any" }>,
  name: string,
  scope: Scope,
): Size | undefined {
  if (size.kind === "number") return size.value;
  if (size.kind === "expression") {
    const { expression } = size;
    return readInteger({ e, scope, name }, { least: 1 }, expression, e.evaluate(expression, scope));
  }
  const value = lookUp(scope, size.name)?.value;
  if (value?.kind !== "number") return undefined;
  return isKnown(value.size) && !Number.isSafeInteger(value.size) ? undefined : value.size;
}
