import { axesCalled } from "../operators/roles.ts";
import type { Size } from "../types/size.ts";
import { compareSizes, isKnown, multiplySizes } from "../types/size.ts";
import { type Axis, axisNamed, isDecision, sameCategory, type ValueType } from "../types/value-type.ts";
import type { Elaborator } from "./elaborator.ts";
import { readInteger } from "./read-setting.ts";
import { bind, lookUp } from "./scope.ts";
import type { Pattern, PatternAxis, PatternSize, Scope } from "./values.ts";

/** Whether a value fits a declared type; `unclear` where a size in that type has been reported. */
export type Fit = "fits" | "differs" | "unclear";

/**
 * Holds a value against a declared type: equal kinds, though a signal is taken for features too; the same axes by name or
 * part; sizes and rates that agree, but for axes that pass through; and where the type says so the same category or range, or that it is there in every record. A symbol that stands bare takes the size that it meets first, in `scope`.
 */
export function matchType(e: Elaborator, pattern: Pattern, value: ValueType, scope: Scope): Fit {
  const { kind, axes, range, vocabulary, of } = pattern;
  const found = without(value, e.passing);
  if (pattern.present === true && found.presence === "optional") return "differs";
  if (kind !== found.kind.name && !(kind === "feature" && found.kind.name === "signal")) return "differs";
  if (of !== undefined && isDecision(found.kind)) {
    const category = lookUp(scope, of.text)?.value;
    if (category?.kind === "category" && !sameCategory(category.category, found.kind.of)) return "differs";
  }
  if (range !== undefined && JSON.stringify(range) !== JSON.stringify(found.range)) return "differs";

  const pairs: [string, PatternSize, Size][] = [];
  const met = new Set<string>();
  for (const axis of axes) {
    const others = axesFor(axis, found);
    if (others === undefined || others.some(({ rate }) => axis.rate !== undefined && axis.rate !== rate))
      return "differs";
    for (const { name } of others) met.add(name);
    pairs.push([axis.name, axis.size, placesOf(others)]);
  }
  if (met.size !== found.axes.length) return "differs";
  if (vocabulary !== undefined && found.kind.name === "tokens") {
    pairs.push(["vocabulary", vocabulary, found.kind.vocabulary]);
  }
  return fitSizes(e, pairs, scope);
}

/** A type without some of its axes. */
export const without = (type: ValueType, names: readonly string[]): ValueType =>
  names.length === 0 ? type : { ...type, axes: type.axes.filter(({ name }) => !names.includes(name)) };

/** The axes of a value that an axis of a declared type stands for. */
export function axesFor({ name }: PatternAxis, found: ValueType): readonly Axis[] | undefined {
  return axesCalled(name, found)?.map((called) => axisNamed(found, called)!);
}

/** How many places some axes have together. */
export const placesOf = (axes: readonly Axis[]): Size =>
  axes.map(({ size }) => size).reduce((a, b) => (a === 1 ? b : multiplySizes(a, b)), 1);

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
