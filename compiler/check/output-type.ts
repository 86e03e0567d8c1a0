import { diagnostic } from "../../diagnostics/diagnostic.ts";
import type { TypeExpression } from "../../grammar/ast.ts";
import { outputKinds } from "../outputs/index.generated.ts";
import type { OutputType } from "../plan/interface.ts";
import type { ValueType } from "../types/value-type.ts";
import type { Elaborator } from "./elaborator.ts";
import { hasNameless, lookUp, visibleNames } from "./scope.ts";
import { didYouMean } from "./suggestion.ts";
import { refuseParts } from "./type-parts.ts";
import type { Scope } from "./values.ts";

/** An output's type, once that of its value is known, if it has one. */
type Declared = (value: ValueType | undefined) => OutputType;

/** Reads the type of a model's output; undefined after reporting. */
export function readOutputType(e: Elaborator, type: TypeExpression, scope: Scope): Declared | undefined {
  const { text, span } = type.name;
  const found = lookUp(scope, text);
  if (found?.value.kind === "category") {
    found.used = true;
    refuseParts(e, type, ["parameters", "arguments", "axes", "rate", "range"]);
    const { category } = found.value;
    return (value) => outputKinds.category.type({ category, settings: {} }, value);
  }
  refuseParts(e, type, ["parameters", "arguments", "axes", "rate", "range"]);
  if (text === "" || found?.value.kind === "poison" || hasNameless(scope)) return undefined;
  const known = visibleNames(scope, (value) => value.kind === "category");
  const otherwise = [`declare what it decides: \`category ${text} = ["…", "…"]\``];
  e.report(diagnostic("unknown_type", span, { name: text }, didYouMean(span, text, known, otherwise)));
  return undefined;
}
