import { diagnostic } from "../../diagnostics/diagnostic.ts";
import type { ForStatement, ReturnStatement, Statement, ValueStatement } from "../../grammar/ast.ts";
import type { Axis, ValueType } from "../types/value-type.ts";
import type { Elaborator } from "./elaborator.ts";
import { type Binding, bind, lookUp, type Scope } from "./scope.ts";
import { forEachTurn } from "./turns.ts";
import { describe, POISON, type Value } from "./values.ts";

/** `name = expression`: gives a value a name, which nothing else in the body may have. */
export function defineValue(e: Elaborator, statement: ValueStatement, scope: Scope): void {
  const { name } = statement;
  const value = e.below(e.path(name.text), false, () => e.evaluate(statement.value, scope));
  const taken = lookUp(scope, name.text);
  if (taken === undefined) {
    bind(scope, name.text, value, name.span);
    return;
  }
  e.report(
    diagnostic(
      "name_taken",
      name.span,
      { name: name.text },
      { related: [{ span: taken.span, text: "defined here" }] },
    ),
  );
}

/** `for x in xs { … }`: runs the body turn by turn; names from outside may be given anew, others last one turn. */
export function repeat(e: Elaborator, statement: ForStatement, scope: Scope): void {
  let turn = 0;
  forEachTurn(e, statement.loops, scope, (inner, words) => {
    turn++;
    const before = e.errors();
    const step = { span: statement.loops[0]!.variable.span, text: `in turn ${turn}, with ${words}` };
    e.via(step, () => {
      for (const inside of statement.body) inTurn(e, inside, inner, scope);
    });
    // The next turn would only find the same again.
    return e.errors() === before;
  });
  if (turn === 0) for (const inside of statement.body) markNames(inside, scope);
}

function inTurn(e: Elaborator, statement: Statement, inner: Scope, outer: Scope): void {
  if (statement.kind === "for") return repeat(e, statement, inner);
  if (statement.kind !== "value") return misplaced(e, statement, "`for`");
  const rebound = reboundFrom(statement.name.text, inner, outer);
  if (rebound === undefined) return defineValue(e, statement, inner);

  const value = e.evaluate(statement.value, inner);
  rebound.value = checkRebound(e, statement, rebound, value);
}

/** The binding of a name that the `for` gives anew: one from outside of the turn. */
function reboundFrom(name: string, inner: Scope, outer: Scope): Binding | undefined {
  return inner.names.has(name) ? undefined : lookUp(outer, name);
}

function checkRebound(e: Elaborator, statement: ValueStatement, binding: Binding, value: Value): Value {
  const before = binding.value;
  if (before.kind === "poison" || value.kind === "poison") return POISON;
  if (before.kind === value.kind) {
    if (before.kind !== "tensor" || value.kind !== "tensor") return value;
    if (follows(before.value.type, value.value.type)) return value;
  }
  e.report(
    diagnostic(
      "rebound_shape",
      statement.name.span,
      { name: binding.name, before: describe(before), after: describe(value) },
      { related: [{ span: binding.span, text: "first given here" }] },
    ),
  );
  return POISON;
}

/** Whether the next turn finds what this one found: the same axes and kind, a signal having become features at most. */
function follows(before: ValueType, after: ValueType): boolean {
  const names = (axes: readonly Axis[]) => axes.map((axis) => axis.name).join();
  const kinds =
    before.kind.name === after.kind.name || (before.kind.name === "signal" && after.kind.name === "feature");
  return kinds && names(before.axes) === names(after.axes);
}

/** Names in a body that never runs still count as used. */
function markNames(statement: Statement, scope: Scope): void {
  if (statement.kind !== "value") return;
  const found = lookUp(scope, statement.name.text);
  if (found !== undefined) found.used = true;
}

/** What a block returns: one value, or several by name. */
export function returned(e: Elaborator, statement: ReturnStatement, scope: Scope): Value {
  const [first] = statement.results;
  if (first === undefined) return POISON;
  if (statement.results.length === 1 && first.name === undefined) return e.evaluate(first.value, scope);
  const results = new Map<string, Value>();
  for (const [i, result] of statement.results.entries()) {
    const name =
      result.name?.text ?? (result.value.kind === "name" ? result.value.text : `result_${i + 1}`);
    results.set(name, e.evaluate(result.value, scope));
  }
  return { kind: "results", results };
}

const STATEMENT_WORDS: Readonly<Record<Statement["kind"], string>> = {
  input: "an `input`",
  output: "an `output`",
  weight: "a `weight`",
  require: "a `require`",
  return: "a `return`",
  for: "a `for`",
  value: "a value",
  setting: "a setting",
  group: "a group of settings",
};

export function misplaced(e: Pick<Elaborator, "report">, statement: Statement, body: string): void {
  e.report(
    diagnostic("statement_misplaced", statement.span, { statement: STATEMENT_WORDS[statement.kind], body }),
  );
}

