import { type Details, diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Span } from "../../diagnostics/source.ts";
import { operators } from "../operators/index.generated.ts";
import type { Elaborator } from "./elaborator.ts";
import { operatorMeant, standsForNothing, valueMeant } from "./habits.ts";
import { hasNameless, visibleNames } from "./scope.ts";
import { didYouMean, offer } from "./suggestion.ts";
import { POISON, type Scope, type Value } from "./values.ts";

/** Reports a name that nothing has. */
export function unknownName(e: Elaborator, span: Span, name: string, scope: Scope): Value {
  if (hasNameless(scope)) return POISON;
  e.report(diagnostic("unknown_name", span, { name }, similarName(span, name, scope)));
  return POISON;
}

function similarName(span: Span, name: string, scope: Scope): Details {
  const meant = valueMeant(name);
  if (meant !== undefined) return offer(span, meant);
  if (standsForNothing(name)) return { help: ["what is not set has its default: leave the setting out"] };
  if (Object.hasOwn(operators, name)) {
    return { help: [`\`${name}\` is an operator: apply it with \`value |> ${name}\``] };
  }
  return didYouMean(span, name, visibleNames(scope));
}

/** Reports something applied that is no operator, block or instance. */
export function unknownOperator(e: Elaborator, span: Span, name: string, scope: Scope): Value {
  if (hasNameless(scope)) return POISON;
  e.report(diagnostic("unknown_operator", span, { name }, similarOperator(span, name, scope)));
  return POISON;
}

function similarOperator(span: Span, name: string, scope: Scope): Details {
  const last = name.slice(name.lastIndexOf(".") + 1);
  const meant = operatorMeant(name) ?? (last !== name && Object.hasOwn(operators, last) ? last : undefined);
  if (meant !== undefined) return offer(span, meant);
  if (last.toLowerCase() === "input") return { help: ["what comes in is declared: `input name: vector(8)`"] };
  const applied = visibleNames(scope, (value) => value.kind === "block" || value.kind === "instance");
  return didYouMean(span, last, [...applied, ...Object.keys(operators)]);
}
