import { type Details, diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Span } from "../../diagnostics/source.ts";
import { operators } from "../operators/index.generated.ts";
import type { Elaborator } from "./elaborator.ts";
import { operatorMeant, standsForNothing, valueMeant } from "./habits.ts";
import { hasNameless, lookUp, visibleNames } from "./scope.ts";
import { didYouMean, offer } from "./suggestion.ts";
import { type Binding, POISON, type Scope, type Value } from "./values.ts";

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
  const dot = name.lastIndexOf(".");
  const last = name.slice(dot + 1);
  const applied = visibleNames(scope, (value) => value.kind === "block" || value.kind === "instance");
  const known = [...applied, ...Object.keys(operators)];
  const meant = operatorMeant(name) ?? (dot >= 0 && known.includes(last) ? last : undefined);
  const object = dot >= 0 ? lookUp(scope, name.slice(0, dot)) : undefined;
  if (object !== undefined) return methodMeant(span, name.slice(0, dot), meant, object);
  if (meant !== undefined) return offer(span, meant);
  if (last.toLowerCase() === "input") return { help: ["what comes in is declared: `input name: vector(8)`"] };
  // Of a function of another library nothing but its whole name can be recognised.
  return dot >= 0 ? {} : didYouMean(span, last, known);
}

/** `x.relu()`: values have no methods, but may be handed on. */
function methodMeant(span: Span, object: string, meant: string | undefined, binding: Binding): Details {
  binding.used = true;
  const step = `${object} |> ${meant ?? "relu"}`;
  const help = [`what is applied to a value stands behind \`|>\`: \`${step}\``];
  const fixes = [{ title: `write \`${step}\``, edits: [{ span, text: step }] }];
  return meant === undefined ? { help } : { help, fixes };
}
