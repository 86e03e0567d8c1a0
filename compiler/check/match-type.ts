import { compareSizes, isKnown } from "../types/size.ts";
import { axisNamed, type ValueType } from "../types/value-type.ts";
import type { Pattern } from "./type-expressions.ts";
import type { Value } from "./values.ts";

/**
 * Whether a value fits a declared type: equal kinds, the same axes by name, and sizes that agree. A symbol that
 * stands bare takes the size it first meets, in `symbols`; from then on it is that size.
 */
export function matchType(pattern: Pattern, found: ValueType, symbols: Map<string, Value>): boolean {
  const declared = pattern.type;
  if (declared.kind.name !== found.kind.name) return false;
  if ("of" in declared.kind && "of" in found.kind && pattern.category && declared.kind.of.name !== found.kind.of.name) {
    return false;
  }
  if (declared.axes.length !== found.axes.length) return false;
  return declared.axes.every((axis) => {
    const other = axisNamed(found, axis.name);
    if (other === undefined) return false;
    if (axis.rate !== undefined && axis.rate !== other.rate) return false;
    if (isKnown(axis.size)) return compareSizes(axis.size, other.size) !== "different";
    const bound = symbols.get(axis.size.text);
    if (bound?.kind === "number") return compareSizes(bound.size, other.size) !== "different";
    if (pattern.symbols.includes(axis.size.text)) {
      symbols.set(axis.size.text, { kind: "number", size: other.size });
    }
    return true;
  });
}
