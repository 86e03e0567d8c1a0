import { diagnostic } from "../../diagnostics/diagnostic.ts";
import type { WeightStatement } from "../../grammar/ast.ts";
import type { AnyOperator } from "../operators/define.ts";
import { axesCalled } from "../operators/roles.ts";
import { INITIALISERS, type Initialiser, type InitialiserKind } from "../random/initialisers.ts";
import { compareSizes, isKnown, MOST_NUMBERS } from "../types/size.ts";
import { type Axis, CHANNEL, UNBOUNDED, type ValueType } from "../types/value-type.ts";
import { choose } from "./choose.ts";
import type { Elaborator } from "./elaborator.ts";
import { declaredSize } from "./match-type.ts";
import type { Groups, Operand } from "./operands.ts";
import { checkSymbols, readPattern } from "./pattern.ts";
import { POISON, type Scope, type Value } from "./values.ts";

/**
 * Reads a declared weight as a value of the model: there in every record, the same in all of them. Poison after
 * reporting.
 */
export function readWeight(e: Elaborator, statement: WeightStatement, scope: Scope): Value {
  const { name, span } = statement;
  const axes = readAxes(e, statement, scope);
  const initialiser = readStart(e, statement, scope);
  if (axes === undefined || initialiser === undefined) return POISON;
  const count = axes.reduce((total, { size }) => (isKnown(size) ? total * size : total), 1);
  if (count > MOST_NUMBERS) {
    e.report(diagnostic("weights_too_many", span, { operator: name.text, count, limit: MOST_NUMBERS }));
    return POISON;
  }
  const isChannel = (axis: Axis) => axis.name === CHANNEL;
  const ordered = [...axes.filter((axis) => !isChannel(axis)), ...axes.filter(isChannel)];
  const weight = { path: e.path(name.text), span, axes, initialiser };
  return { kind: "tensor", value: e.value(typeOf(ordered), span, weight) };
}

const typeOf = (axes: readonly Axis[]): ValueType => ({
  kind: { name: "feature" },
  axes,
  range: UNBOUNDED,
  presence: "always",
  mixing: "independent",
});

function readAxes(e: Elaborator, { name, type }: WeightStatement, scope: Scope): Axis[] | undefined {
  const pattern = readPattern(e, scope, type);
  if (pattern === undefined || !checkSymbols(e, pattern, scope, [], true)) return undefined;
  if (type.name.text !== "feature") {
    const parameters = { weight: name.text, found: e.words(type.span) };
    e.report(diagnostic("weight_kind", type.span, parameters));
    return undefined;
  }
  const axes = pattern.axes.map(({ name: axis, size, rate }): Axis | undefined => {
    if (size.kind === "any") {
      e.report(diagnostic("weight_size_missing", type.span, { weight: name.text, axis }));
      return undefined;
    }
    const declared = declaredSize(e, size, axis, scope);
    if (declared === undefined) return undefined;
    return { name: axis, size: declared, ...(rate === undefined ? {} : { rate }) };
  });
  return axes.every((axis) => axis !== undefined) ? axes : undefined;
}

function readStart(e: Elaborator, statement: WeightStatement, scope: Scope): Initialiser | undefined {
  const { name, value, span } = statement;
  if (value === undefined) {
    const edits = [{ span: { ...span, start: span.end }, text: " = normal(0.02)" }];
    const fixes = [{ title: "start from small random numbers", edits }];
    if (name.text !== "")
      e.report(diagnostic("weight_start_missing", name.span, { weight: name.text }, { fixes }));
    return undefined;
  }
  const chosen = choose<InitialiserKind>(e, scope, name.text, INITIALISERS, value);
  return chosen && ({ kind: chosen.name, ...chosen.settings } as Initialiser);
}

/**
 * Where values are joined place by place, a weight stands at every place of the axes that it has not, and its own are
 * filled as those of the values beside it: `sum(words, position)`, `multiply(picture, scale)`.
 */
export function repeatWeights(e: Elaborator, operator: AnyOperator, groups: Groups): Groups {
  return Object.fromEntries(
    Object.entries(groups).map(([name, operands]) => [
      name,
      operator.operands[name]!.many && operator.operands[name]!.apart !== true
        ? repeated(e, operands)
        : operands,
    ]),
  );
}

function repeated(e: Elaborator, operands: readonly Operand[]): readonly Operand[] {
  if (operands.every(({ value }) => value.weight === undefined)) return operands;
  const beside = operands.filter(({ value }) => value.weight === undefined);
  // Of weights alone, the one that has the most axes.
  const [model] =
    beside.length > 0 ? beside : operands.toSorted((a, b) => axesOf(b).length - axesOf(a).length);
  return operands.map((operand) => {
    const { value, span } = operand;
    const called = axesOf(operand).map(({ name }) => axesCalled(name, model!.value.type));
    if (value.weight === undefined || called.some((names) => names?.length !== 1)) return operand;
    const own = (axis: Axis) => axesOf(operand)[called.findIndex((names) => names?.[0] === axis.name)];
    const axes = axesOf(model!).map((axis) => standing(own(axis), axis));
    const renamed = value.weight.axes.map((axis) => ({
      ...axis,
      name: axesCalled(axis.name, model!.value.type)![0]!,
    }));
    return { span, value: e.value(typeOf(axes), value.span, { ...value.weight, axes: renamed }) };
  });
}

const axesOf = ({ value }: Operand) => value.type.axes;

/** A weight's axis beside that of a value: the same, where they agree. */
function standing(own: Axis | undefined, beside: Axis): Axis {
  if (own === undefined) return beside;
  const agrees = compareSizes(own.size, beside.size) === "same";
  return agrees && (own.rate === undefined || own.rate === beside.rate)
    ? beside
    : { ...own, name: beside.name };
}
