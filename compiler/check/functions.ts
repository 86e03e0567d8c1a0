import { diagnostic } from "../../diagnostics/diagnostic.ts";
import { isKnown, type Size, showSize } from "../types/size.ts";
import type { Call, Given } from "./call.ts";
import type { Elaborator } from "./elaborator.ts";
import { describe, POISON, type Scope, type Value } from "./values.ts";

interface NumberFunction {
  /** What it takes, for a sentence. */
  readonly takes: string;
  /** The number it gives; undefined for what it does not take. */
  apply(value: Value): Size | undefined;
}

const rounded = (name: string, round: (size: number) => number): NumberFunction => ({
  takes: "a number",
  apply(value) {
    if (value.kind !== "number" || value.unit !== undefined) return undefined;
    return isKnown(value.size) ? round(value.size) : { text: `${name}(${showSize(value.size)})` };
  },
});

/** What gives numbers of numbers and lists, while compiling. */
export const FUNCTIONS: Readonly<Record<string, NumberFunction>> = {
  floor: rounded("floor", Math.floor),
  ceil: rounded("ceil", Math.ceil),
  length: {
    takes: "a list",
    apply(value) {
      if (value.kind === "any_list") return { text: `length(${value.name})` };
      return value.kind === "list" ? value.items.length : undefined;
    },
  },
};

/** `ceil(T * 25 / 16)`, `length(xs)` */
export function applyFunction(e: Elaborator, scope: Scope, call: Call): Value {
  const { takes, apply } = FUNCTIONS[call.name]!;
  const given: Given[] = call.arguments.map(({ value, span }) => ({ value: e.evaluate(value, scope), span }));
  const [only, ...more] = call.piped === undefined ? given : [call.piped, ...given];
  if (only === undefined || more.length > 0) {
    const found = only === undefined ? "none" : `${1 + more.length}`;
    e.report(diagnostic("operand_missing", call.span, { callee: call.name, expected: takes, found }));
    return POISON;
  }
  if (only.value.kind === "poison") return POISON;
  const size = apply(only.value);
  if (size !== undefined) return { kind: "number", size };
  const parameters = { setting: call.name, expected: takes, found: describe(only.value) };
  e.report(diagnostic("setting_kind", only.span, parameters));
  return POISON;
}
