import { diagnostic } from "../../diagnostics/diagnostic.ts";
import type { CallExpression, NameExpression, NewExpression, PipeExpression } from "../../grammar/ast.ts";
import { type OperatorName, operators } from "../operators/index.generated.ts";
import { applyOperator } from "./apply-operator.ts";
import { applyBlock, applyInstance, createInstance } from "./block-use.ts";
import type { Call, Given } from "./call.ts";
import type { Elaborator } from "./elaborator.ts";
import { applyFunction, FUNCTIONS } from "./functions.ts";
import { lookUp } from "./scope.ts";
import { unknownOperator } from "./unknown.ts";
import { describe, POISON, type Scope, type Value } from "./values.ts";

/** `dense(x, 64)` */
export function applyCall(e: Elaborator, expression: CallExpression, scope: Scope): Value {
  return apply(e, scope, callOf(e, expression));
}

/** `x |> dense(64) |> relu`, from left to right and without a stack of the chain's depth. */
export function applyPipe(e: Elaborator, expression: PipeExpression, scope: Scope): Value {
  const chain: PipeExpression[] = [];
  let first: PipeExpression["left"] = expression;
  for (; first.kind === "pipe"; first = first.left) chain.push(first);
  let value = e.evaluate(first, scope);
  for (const pipe of chain.reverse()) value = pipeInto(e, pipe, { value, span: pipe.left.span }, scope);
  return value;
}

function pipeInto(e: Elaborator, { right, span }: PipeExpression, piped: Given, scope: Scope): Value {
  switch (right.kind) {
    case "missing":
      return POISON;
    case "call":
      return apply(e, scope, { ...callOf(e, right), span, piped });
    case "name":
      return apply(e, scope, { name: right.text, nameSpan: right.span, span, arguments: [], piped });
    case "member":
      return unknownOperator(e, right.span, e.words(right.span), scope);
    default:
      // The parser has said that nothing can be handed to this.
      return POISON;
  }
}

/** `new ConvNet(widths: [16, 32])` */
export function applyNew(e: Elaborator, { call, span }: NewExpression, scope: Scope): Value {
  const { name, nameSpan, arguments: given } = callOf(e, call);
  const found = lookUp(scope, name);
  if (found === undefined && !Object.hasOwn(operators, name))
    return unknownOperator(e, nameSpan, name, scope);
  if (found !== undefined) found.used = true;
  if (found?.value.kind === "block") {
    return createInstance(e, scope, { name, nameSpan, span, arguments: given }, found.value.block);
  }
  if (found?.value.kind !== "poison") {
    const what = found === undefined ? "an operator" : describe(found.value);
    e.report(diagnostic("new_refused", nameSpan, { name, found: what }));
  }
  return POISON;
}

function callOf(e: Elaborator, { callee, span, arguments: given }: CallExpression): Call {
  const name = (callee as NameExpression).text ?? e.words(callee.span);
  return { name, nameSpan: callee.span, span, arguments: given };
}

/** Applies what a name stands for: a block or an instance in scope before an operator of the same name. */
function apply(e: Elaborator, scope: Scope, call: Call): Value {
  if (call.name === "") return POISON;
  const found = lookUp(scope, call.name);
  if (found !== undefined) found.used = true;
  if (found?.value.kind === "block") return applyBlock(e, scope, call, found.value.block);
  if (found?.value.kind === "instance") return applyInstance(e, scope, call, found.value);
  // A value may carry the name of an operator: where something is applied, the operator is meant.
  if (Object.hasOwn(operators, call.name)) return applyOperator(e, scope, call, call.name as OperatorName);
  if (Object.hasOwn(FUNCTIONS, call.name)) return applyFunction(e, scope, call);
  if (found?.value.kind === "choice") return applyChoice(e, scope, call, found.value);
  if (found === undefined) return unknownOperator(e, call.nameSpan, call.name, scope);
  if (found.value.kind !== "poison") {
    e.report(diagnostic("not_callable", call.nameSpan, { name: call.name, found: describe(found.value) }));
  }
  return POISON;
}

/** `x |> kind`, where `kind: choice<relu, tanh>`: the operator of that name. */
function applyChoice(
  e: Elaborator,
  scope: Scope,
  call: Call,
  { text, words, isOpen }: Extract<Value, { kind: "choice" }>,
): Value {
  const none = (isOpen ? words : [text]).find((word) => !Object.hasOwn(operators, word));
  if (none === undefined) return applyOperator(e, scope, call, text as OperatorName);
  const found = `a choice that may be \`${none}\``;
  e.report(diagnostic("not_callable", call.nameSpan, { name: call.name, found }));
  return POISON;
}
