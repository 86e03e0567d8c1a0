import { diagnostic } from "../../diagnostics/diagnostic.ts";
import { listNames } from "../../diagnostics/suggest.ts";
import type { ComprehensionExpression, Expression, MemberExpression } from "../../grammar/ast.ts";
import { applyCall, applyNew, applyPipe } from "./apply.ts";
import { arithmetic } from "./arithmetic.ts";
import type { Elaborator } from "./elaborator.ts";
import { compareChoice } from "./handed-choice.ts";
import { lookUp } from "./scope.ts";
import { didYouMean } from "./suggestion.ts";
import { forEachTurn } from "./turns.ts";
import { unknownName } from "./unknown.ts";
import { describe, POISON, type Scope, type Value } from "./values.ts";

type Evaluator<K extends Expression["kind"]> = (
  e: Elaborator,
  expression: Extract<Expression, { kind: K }>,
  scope: Scope,
) => Value;

/** What an expression stands for; everything wrong with it is reported once, and poison from then on. */
export function evaluate(e: Elaborator, expression: Expression, scope: Scope): Value {
  const evaluator = evaluators[expression.kind] as (e: Elaborator, x: Expression, scope: Scope) => Value;
  return evaluator(e, expression, scope);
}

const evaluators: { [K in Expression["kind"]]: Evaluator<K> } = {
  missing: () => POISON,
  string: (_, { value }) => ({ kind: "text", text: value }),
  number: (_, { value, unit }) => ({ kind: "number", size: value, ...(unit === undefined ? {} : { unit }) }),

  name(e, { text, span }, scope) {
    const found = lookUp(scope, text);
    if (found !== undefined) {
      found.used = true;
      return found.value;
    }
    if (text === "true" || text === "false") return { kind: "flag", holds: text === "true" };
    return text === "" ? POISON : unknownName(e, span, text, scope);
  },

  list: (e, { items }, scope) => ({ kind: "list", items: items.map((item) => e.evaluate(item, scope)) }),
  comprehension,
  member,
  call: applyCall,
  pipe: applyPipe,
  new: applyNew,

  unary(e, { operand, span }, scope) {
    return arithmetic(e, span, "-", { kind: "number", size: 0 }, e.evaluate(operand, scope));
  },

  binary(e, { operator, left, right, span }, scope) {
    if (operator === "==" || operator === "!=") {
      const held = compareChoice(e, left, right, scope) ?? compareChoice(e, right, left, scope);
      if (held !== undefined) return typeof held === "boolean" ? flagOf(held === (operator === "==")) : held;
    }
    const a = e.evaluate(left, scope);
    return arithmetic(e, span, operator, a, e.evaluate(right, scope));
  },

  range(e, { span }) {
    e.report(
      diagnostic("not_callable", span, { name: e.words(span), found: "a range, which belongs after `in`" }),
    );
    return POISON;
  },

  type_value(e, { span, type }, scope) {
    const found = lookUp(scope, type.name.text);
    if (found !== undefined && type.axes.length > 0) {
      found.used = true;
      const help = [
        "no place has a number: the ends of an axis are `first(over: word)` and `last(over: word)`",
      ];
      const parameters = { name: e.words(span), found: "a pick by number" };
      e.report(diagnostic("not_callable", span, parameters, { help }));
      return POISON;
    }
    e.report(diagnostic("not_callable", span, { name: e.words(span), found: "a type" }));
    return POISON;
  },
};

const flagOf = (holds: boolean): Value => ({ kind: "flag", holds });

/** `[dense(x, 8) for x in xs if x != y]`; a condition that depends on symbols counts as one that holds. */
function comprehension(
  e: Elaborator,
  { value, loops, condition }: ComprehensionExpression,
  scope: Scope,
): Value {
  const items: Value[] = [];
  const before = e.errors();
  const isOpen = forEachTurn(e, loops, scope, (inner) => {
    if (condition === undefined || holds(e, condition, inner)) items.push(e.evaluate(value, inner));
    return e.errors() === before;
  });
  if (e.errors() > before) return POISON;
  // Of a list that will be any length, two items stand for all.
  return { kind: "list", items: isOpen ? [...items, ...items] : items };
}

function holds(e: Elaborator, condition: Expression, scope: Scope): boolean {
  const value = e.evaluate(condition, scope);
  if (value.kind === "flag") return value.holds;
  if (value.kind !== "poison") {
    const parameters = { setting: "if", expected: "a comparison", found: describe(value) };
    e.report(diagnostic("setting_kind", condition.span, parameters));
  }
  return true;
}

/** `parts.words`: a named result of a block, or a part of an input. */
function member(e: Elaborator, { object, member: { text, span } }: MemberExpression, scope: Scope): Value {
  const value = e.evaluate(object, scope);
  if (value.kind === "poison" || text === "") return POISON;
  const results = value.kind === "results" ? value.results : new Map<string, Value>();
  const found = results.get(text);
  if (found !== undefined) return found;
  const help =
    value.kind === "results"
      ? `its results are ${listNames([...results.keys()])}`
      : `it is ${describe(value)}`;
  const parameters = { value: e.words(object.span), result: text };
  e.report(diagnostic("result_missing", span, parameters, didYouMean(span, text, results.keys(), [help])));
  return POISON;
}
