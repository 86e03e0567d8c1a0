import { diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Span } from "../../diagnostics/source.ts";
import { nearest } from "../../diagnostics/suggest.ts";
import type { BinaryOperator, CallExpression, Expression } from "../../grammar/ast.ts";
import { type OperatorName, operators } from "../operators/index.generated.ts";
import { addSizes, compareSizes, divideSizes, isKnown, multiplySizes, type Size, subtractSizes } from "../types/size.ts";
import { applyBlock, applyInstance, createInstance } from "./apply-block.ts";
import { applyOperator, type Call } from "./apply-operator.ts";
import type { Elaborator } from "./elaborator.ts";
import { OPERATOR_HABITS } from "./habits.ts";
import { lookUp, type Scope, visibleNames } from "./scope.ts";
import { forEachTurn } from "./turns.ts";
import { describe, POISON, type Value } from "./values.ts";

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
    return unknownName(e, span, text, scope);
  },

  list: (e, { items }, scope) => ({ kind: "list", items: items.map((item) => e.evaluate(item, scope)) }),

  comprehension(e, { value, loops, condition }, scope) {
    const items: Value[] = [];
    forEachTurn(e, loops, scope, (inner) => {
      if (condition !== undefined) {
        const holds = e.evaluate(condition, inner);
        if (holds.kind === "flag" && !holds.holds) return;
      }
      items.push(e.evaluate(value, inner));
    });
    return { kind: "list", items };
  },

  member(e, expression, scope) {
    const object = e.evaluate(expression.object, scope);
    if (object.kind === "poison") return POISON;
    const { text, span } = expression.member;
    if (object.kind === "results") {
      const found = object.results.get(text);
      if (found !== undefined) return found;
    }
    e.report(
      diagnostic("result_missing", span, { block: e.words(expression.object.span), result: text }),
    );
    return POISON;
  },

  call: (e, expression, scope) => apply(e, scope, asCall(expression)),

  pipe(e, { left, right, span }, scope) {
    const piped = { value: e.evaluate(left, scope), span: left.span };
    if (right.kind === "missing") return POISON;
    if (right.kind === "call") return apply(e, scope, { ...asCall(right), piped, span });
    if (right.kind === "name") {
      return apply(e, scope, { name: right.text, nameSpan: right.span, span, piped, arguments: [] });
    }
    e.report(diagnostic("not_callable", right.span, { name: e.words(right.span), found: "a value" }));
    return POISON;
  },

  new(e, { call, span }, scope) {
    const name = call.callee.kind === "name" ? call.callee.text : e.words(call.callee.span);
    const found = lookUp(scope, name);
    if (found?.value.kind === "block") {
      found.used = true;
      return createInstance(e, scope, { ...asCall(call), span }, found.value.block);
    }
    if (found?.value.kind === "poison") return POISON;
    if (found !== undefined) {
      e.report(diagnostic("not_callable", call.callee.span, { name, found: describe(found.value) }));
      return POISON;
    }
    return unknownOperator(e, call.callee.span, name, scope);
  },

  unary(e, { operand, span }, scope) {
    const value = e.evaluate(operand, scope);
    return arithmetic(e, span, "-", { kind: "number", size: 0 }, value);
  },

  binary(e, { operator, left, right, span }, scope) {
    const a = e.evaluate(left, scope);
    const b = e.evaluate(right, scope);
    return arithmetic(e, span, operator, a, b);
  },

  range(e, { span }) {
    e.report(diagnostic("not_callable", span, { name: e.words(span), found: "a range, which belongs after `in`" }));
    return POISON;
  },

  type_value(e, { span }) {
    e.report(diagnostic("not_callable", span, { name: e.words(span), found: "a type" }));
    return POISON;
  },
};

function asCall(expression: CallExpression): Call {
  const { callee, span } = expression;
  const name = callee.kind === "name" ? callee.text : callee.member.text;
  return { name, nameSpan: callee.span, span, arguments: expression.arguments };
}

/** Applies what a name stands for: a block or an instance in scope before an operator of the same name. */
function apply(e: Elaborator, scope: Scope, call: Call): Value {
  const found = lookUp(scope, call.name);
  if (found === undefined) {
    return Object.hasOwn(operators, call.name)
      ? applyOperator(e, scope, call, call.name as OperatorName)
      : unknownOperator(e, call.nameSpan, call.name, scope);
  }
  found.used = true;
  const { value } = found;
  if (value.kind === "block") return applyBlock(e, scope, call, value.block);
  if (value.kind === "instance") return applyInstance(e, scope, call, value);
  // A value may carry the name of an operator: where something is applied, the operator is meant.
  if (Object.hasOwn(operators, call.name)) return applyOperator(e, scope, call, call.name as OperatorName);
  if (value.kind !== "poison") {
    e.report(diagnostic("not_callable", call.nameSpan, { name: call.name, found: describe(value) }));
  }
  return POISON;
}

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

/** The operator that joins values of the model as an arithmetic sign joins numbers. */
const MEANT: Partial<Record<BinaryOperator, string>> = { "+": "sum", "*": "multiply" };

function arithmetic(e: Elaborator, span: Span, operator: BinaryOperator, a: Value, b: Value): Value {
  if (a.kind === "poison" || b.kind === "poison") return POISON;
  if (operator === "==" || operator === "!=") return { kind: "flag", holds: same(a, b) === (operator === "==") };
  if (a.kind === "number" && b.kind === "number") {
    const compute = ARITHMETIC[operator];
    if (compute !== undefined) return { kind: "number", size: compute(a.size, b.size) };
    const compare = COMPARISONS[operator]!;
    if (isKnown(a.size) && isKnown(b.size)) return { kind: "flag", holds: compare(a.size, b.size) };
    return POISON;
  }
  const wrong = a.kind === "number" ? b : a;
  const meant = wrong.kind === "tensor" ? MEANT[operator] : undefined;
  e.report(
    diagnostic(
      "setting_kind",
      span,
      { setting: operator, expected: "two numbers", found: describe(wrong) },
      meant === undefined ? {} : { help: [`values of the model are joined by name: \`${meant}(a, b)\``] },
    ),
  );
  return POISON;
}

function same(a: Value, b: Value): boolean {
  if (a.kind === "number" && b.kind === "number") return compareSizes(a.size, b.size) === "same";
  if (a.kind === "tensor" && b.kind === "tensor") return a.value.id === b.value.id;
  if (a.kind === "text" && b.kind === "text") return a.text === b.text;
  return a === b;
}

function unknownName(e: Elaborator, span: Span, name: string, scope: Scope): Value {
  const guess = nearest(name, visibleNames(scope));
  e.report(
    diagnostic(
      "unknown_name",
      span,
      { name },
      guess === undefined
        ? Object.hasOwn(operators, name)
          ? { help: [`\`${name}\` is an operator: apply it with \`value |> ${name}\``] }
          : {}
        : {
            help: [`did you mean \`${guess}\`?`],
            fixes: [{ title: `Write ${guess}`, edits: [{ span, text: guess }] }],
          },
    ),
  );
  return POISON;
}

function unknownOperator(e: Elaborator, span: Span, name: string, scope: Scope): Value {
  const blocks = visibleNames(scope).filter((n) => {
    const kind = lookUp(scope, n)?.value.kind;
    return kind === "block" || kind === "instance";
  });
  const guess = OPERATOR_HABITS[name.toLowerCase()] ?? nearest(name, [...blocks, ...Object.keys(operators)]);
  e.report(
    diagnostic(
      "unknown_operator",
      span,
      { name },
      guess === undefined
        ? {}
        : {
            help: [`did you mean \`${guess}\`?`],
            fixes: [{ title: `Write ${guess}`, edits: [{ span, text: guess }] }],
          },
    ),
  );
  return POISON;
}
