import { diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Expression, TypeExpression } from "../../grammar/ast.ts";
import { number, type SettingSpec } from "../operators/settings.ts";
import type { Range } from "../types/value-type.ts";
import type { Elaborator } from "./elaborator.ts";
import { readSetting } from "./read-setting.ts";
import { didYouMean } from "./suggestion.ts";
import type { Scope } from "./values.ts";

/** What stands behind a type: `@ 16 kHz in -1..1`. */
interface Beside {
  readonly rate?: number;
  readonly range?: Range;
}

/** Reads rate and range of a type, each where it stands. */
export function readBeside(e: Elaborator, scope: Scope, type: TypeExpression): Beside {
  const rate = readRate(e, scope, type);
  const range = readRange(e, scope, type);
  return { ...(rate === undefined ? {} : { rate }), ...(range === undefined ? {} : { range }) };
}

function readRate(e: Elaborator, scope: Scope, { rate }: TypeExpression): number | undefined {
  if (rate === undefined) return undefined;
  const spec: SettingSpec = { kind: "quantity", dimension: "frequency", summary: "the rate" };
  return readSetting({ e, scope, name: "rate" }, spec, rate) as number | undefined;
}

/** `in 0..1` or `standardised`; undefined where neither stands. */
function readRange(e: Elaborator, scope: Scope, { range, modifiers }: TypeExpression): Range | undefined {
  const standardised = modifiers.find(({ text }) => text === "standardised");
  for (const { text, span } of modifiers) {
    if (text === "standardised" || text === "") continue;
    const parameters = { setting: "range", found: text, choices: "standardised" };
    e.report(diagnostic("unknown_choice", span, parameters, didYouMean(span, text, ["standardised"])));
  }
  if (standardised === undefined) return range && readBounds(e, scope, range);
  if (range !== undefined) {
    const related = [{ span: range, text: "given here first" }].map(({ text }) => ({
      span: range.span,
      text,
    }));
    e.report(diagnostic("setting_repeated", standardised.span, { setting: "range" }, { related }));
  }
  return { name: "standardised" };
}

function readBounds(e: Elaborator, scope: Scope, range: Expression): Range | undefined {
  if (range.kind === "missing") return undefined;
  if (range.kind === "range") {
    const read = (end: Expression) => readSetting({ e, scope, name: "in" }, number("a bound"), end);
    const [low, high] = [read(range.from), read(range.to)];
    if (typeof low !== "number" || typeof high !== "number") return undefined;
    if (low < high) return { name: "between", low, high };
  }
  const expected = "a range from low to high, such as 0..1";
  e.report(
    diagnostic("setting_kind", range.span, { setting: "in", expected, found: `\`${e.words(range.span)}\`` }),
  );
  return undefined;
}
