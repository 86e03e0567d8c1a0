import { diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Span } from "../../diagnostics/source.ts";
import type { BinaryOperator } from "../../grammar/ast.ts";
import {
  addSizes,
  compareSizes,
  divideSizes,
  isKnown,
  multiplySizes,
  type Size,
  subtractSizes,
} from "../types/size.ts";
import { isDecision } from "../types/value-type.ts";
import type { Elaborator } from "./elaborator.ts";
import { describe, POISON, type Value } from "./values.ts";

const ARITHMETIC: Partial<Record<BinaryOperator, (a: Size, b: Size) => Size>> = {
  "+": addSizes,
  "-": subtractSizes,
  "*": multiplySizes,
  "/": divideSizes,
};

const COMPARISONS: Partial<Record<BinaryOperator, (a: number, b: number) => boolean>> = {
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
};

/** `a + b` and the like of two numbers, and comparisons; a comparison that depends on symbols is poison. */
export function arithmetic(e: Elaborator, span: Span, operator: BinaryOperator, a: Value, b: Value): Value {
  if (a.kind === "poison" || b.kind === "poison") return POISON;
  if (operator === "==" || operator === "!=") {
    const equal = same(a, b);
    return equal === undefined ? POISON : { kind: "flag", holds: equal === (operator === "==") };
  }
  if (isPlain(a) && isPlain(b)) {
    const compute = ARITHMETIC[operator];
    if (compute !== undefined) return { kind: "number", size: compute(a.size, b.size) };
    const compare = COMPARISONS[operator]!;
    if (isKnown(a.size) && isKnown(b.size)) return { kind: "flag", holds: compare(a.size, b.size) };
    return POISON;
  }
  const wrong = isPlain(a) ? b : a;
  const parameters = { setting: operator, expected: "two numbers", found: describe(wrong) };
  e.report(diagnostic("setting_kind", span, parameters, { help: meant(operator, wrong) }));
  return POISON;
}

type Plain = { readonly kind: "number"; readonly size: Size };

/** Whether a value is a number without a unit. */
const isPlain = (value: Value): value is Plain => value.kind === "number" && value.unit === undefined;

/** The operators that join values of the model as an arithmetic sign joins numbers. */
function meant(operator: BinaryOperator, value: Value): string[] {
  if (value.kind !== "tensor") return [];
  if (isDecision(value.value.type.kind)) return ["decisions are joined by `vote(a, b)`"];
  const name = operator === "+" ? "sum" : operator === "*" ? "multiply" : undefined;
  return name === undefined ? [] : [`values of the model are joined by name: \`${name}(a, b)\``];
}

/** Whether two values are equal; undefined where that depends on symbols. */
function same(a: Value, b: Value): boolean | undefined {
  if (a.kind === "number" && b.kind === "number") {
    const sizes = a.unit === b.unit ? compareSizes(a.size, b.size) : "different";
    return sizes === "unknown" ? undefined : sizes === "same";
  }
  if (a.kind === "tensor" && b.kind === "tensor") return a.value.id === b.value.id;
  if (a.kind === "text" && b.kind === "text") return a.text === b.text;
  if (a.kind === "flag" && b.kind === "flag") return a.holds === b.holds;
  if (a.kind === "category" && b.kind === "category") return a.category === b.category;
  return a === b;
}
