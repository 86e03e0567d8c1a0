import { diagnostic } from "../../diagnostics/diagnostic.ts";
import type {
  ForStatement,
  Identifier,
  ReturnStatement,
  Statement,
  ValueStatement,
  WeightStatement,
} from "../../grammar/ast.ts";
import type { Axis, ValueType } from "../types/value-type.ts";
import type { Elaborator } from "./elaborator.ts";
import { nameTaken } from "./name-taken.ts";
import { bind, lookUp } from "./scope.ts";
import { forEachTurn } from "./turns.ts";
import { type Binding, describe, POISON, type Scope, type Value } from "./values.ts";
import { readWeight } from "./weights.ts";

/** `name = expression`: gives a value a name, which nothing else in the body may have. */
export function defineValue(e: Elaborator, statement: ValueStatement, scope: Scope): void {
  const { name } = statement;
  giveName(
    e,
    name,
    e.below(e.path(name.text), false, () => e.evaluate(statement.value, scope)),
    scope,
  );
}

/** `weight latent: feature[latent: 64, channel: D] = normal(0.02)` */
export function defineWeight(e: Elaborator, statement: WeightStatement, scope: Scope): void {
  giveName(e, statement.name, readWeight(e, statement, scope), scope);
}

/** Gives a value a name, which nothing else in the body may have. */
function giveName(e: Elaborator, name: Identifier, value: Value, scope: Scope): void {
  noteName(e, name, value);
  const taken = name.text === "" ? undefined : lookUp(scope, name.text);
  if (taken === undefined) {
    bind(scope, name.text, value, name.span);
    return;
  }
  e.report(nameTaken(name, taken.span));
  // Which of the two is meant below is not known.
  bind(scope, name.text, POISON, taken.span);
}

function noteName(e: Elaborator, { text }: Identifier, value: Value): void {
  if (value.kind === "tensor" && !e.called.has(value.value.id)) e.called.set(value.value.id, text);
}

/** `for x in xs { … }`: runs the body turn by turn; names from outside may be given anew, others last one turn. */
export function repeat(e: Elaborator, statement: ForStatement, scope: Scope): void {
  let turn = 0;
  const before = e.errors();
  forEachTurn(e, statement.loops, scope, (inner, words) => {
    turn++;
    const step = { span: statement.loops[0]!.variable.span, text: `in turn ${turn}, with ${words}` };
    e.via(step, () => {
      for (const inside of statement.body) inTurn(e, inside, inner, scope);
    });
    // The next turn would only find the same again.
    return e.errors() === before;
  });
  // What the turns would have made of these names is not known.
  if (e.errors() > before) for (const binding of rebindings(statement, scope)) binding.value = POISON;
}

function inTurn(e: Elaborator, statement: Statement, inner: Scope, outer: Scope): void {
  if (statement.kind === "for") repeat(e, statement, inner);
  else if (statement.kind === "weight") defineWeight(e, statement, inner);
  else if (statement.kind !== "value") misplaced(e, statement, "`for`");
  else {
    const { name } = statement;
    const rebound = inner.names.has(name.text) ? undefined : lookUp(outer, name.text);
    if (rebound === undefined) defineValue(e, statement, inner);
    else {
      rebound.value = checkRebound(e, statement, rebound, e.evaluate(statement.value, inner));
      noteName(e, name, rebound.value);
    }
  }
}

/** The names from outside that a `for` gives anew. */
function rebindings(statement: ForStatement, scope: Scope): Binding[] {
  return statement.body.flatMap((inside) => {
    if (inside.kind === "for") return rebindings(inside, scope);
    const found = inside.kind === "value" ? lookUp(scope, inside.name.text) : undefined;
    return found === undefined ? [] : [found];
  });
}

/** Only values of the model change from turn to turn; a block or a category of the file stays what it is. */
const REBINDABLE: readonly Value["kind"][] = [
  "tensor",
  "number",
  "list",
  "any_list",
  "flag",
  "text",
  "results",
];

function checkRebound(e: Elaborator, statement: ValueStatement, binding: Binding, value: Value): Value {
  const before = binding.value;
  if (before.kind === "poison") return POISON;
  if (!REBINDABLE.includes(before.kind)) {
    e.report(nameTaken(statement.name, binding.span));
    return before;
  }
  if (value.kind === "poison") return POISON;
  if (before.kind === value.kind) {
    if (before.kind !== "tensor" || value.kind !== "tensor") return value;
    if (follows(before.value.type, value.value.type)) return value;
  }
  const parameters = { name: binding.name, before: describe(before), after: describe(value) };
  const related = [{ span: binding.span, text: "first given here" }];
  e.report(diagnostic("rebound_shape", statement.name.span, parameters, { related }));
  return POISON;
}

/** Whether the next turn finds what this one found: the same axes and kind, a signal having become features at most. */
function follows(before: ValueType, after: ValueType): boolean {
  const names = (axes: readonly Axis[]) => axes.map((axis) => axis.name).join();
  const kinds =
    before.kind.name === after.kind.name || (before.kind.name === "signal" && after.kind.name === "feature");
  return kinds && names(before.axes) === names(after.axes);
}

/** What a block returns: one value, or several by name. */
export function returned(e: Elaborator, statement: ReturnStatement, scope: Scope): Value {
  const [first] = statement.results;
  if (first === undefined) return POISON;
  if (statement.results.length === 1 && first.name === undefined) return e.evaluate(first.value, scope);
  const results = new Map<string, Value>();
  let isNamed = true;
  for (const { name, value, span } of statement.results) {
    const own = name ?? (value.kind === "name" ? { text: value.text, span: value.span } : undefined);
    const result = e.evaluate(value, scope);
    if (own === undefined) {
      isNamed = false;
      e.report(diagnostic("result_unnamed", span, { value: e.words(span) }));
    } else if (results.has(own.text))
      e.report(diagnostic("setting_repeated", own.span, { setting: own.text }));
    else results.set(own.text, result);
  }
  return isNamed ? { kind: "results", results } : POISON;
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
  phase: "a `phase`",
};

export function misplaced(e: Pick<Elaborator, "report">, statement: Statement, body: string): void {
  const parameters = { statement: STATEMENT_WORDS[statement.kind], body };
  e.report(diagnostic("statement_misplaced", statement.span, parameters));
}
