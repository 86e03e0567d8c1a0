import { diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Span } from "../../diagnostics/source.ts";
import type { Argument, Expression } from "../../grammar/ast.ts";
import type { AnyOperator, OperandSpec } from "../operators/define.ts";
import { repeated } from "./arguments.ts";
import type { Call } from "./call.ts";
import type { Elaborator } from "./elaborator.ts";
import { describe, type Scope, type TypedValue, type Value } from "./values.ts";

/** A value handed to an operator, and where it was written. */
export interface Operand {
  readonly value: TypedValue;
  readonly span: Span;
  /** Whether it is an item of a list. */
  readonly listed?: boolean;
}

/** What is handed to each of an operator's operands, by its name. */
export type Groups = Readonly<Record<string, readonly Operand[]>>;

/** The values handed in, from the pipe and from the arguments; a list stands for its items. */
export function readOperands(
  e: Elaborator,
  scope: Scope,
  call: Call,
  expressions: readonly Expression[],
): Operand[] | undefined {
  const given: Operand[] = [];
  let sound = true;
  const take = (value: Value, span: Span, listed = false): void => {
    if (!e.spend(span, 1)) sound = false;
    else if (value.kind === "tensor") given.push({ value: value.value, span, ...(listed && { listed }) });
    else if (value.kind === "list") for (const item of value.items) take(item, span, true);
    else {
      sound = false;
      if (value.kind === "poison") return;
      const parameters = { operator: call.name, found: describe(value) };
      const help =
        value.kind === "results"
          ? [`name one of its values: \`${e.words(span)}.${[...value.results.keys()][0]}\``]
          : call.piped === undefined
            ? [`pipe a value into it: \`value |> ${call.name}(…)\``]
            : [];
      e.report(diagnostic("not_a_tensor", span, parameters, { help }));
    }
  };
  if (call.piped !== undefined) take(call.piped.value, call.piped.span);
  for (const expression of expressions) take(e.evaluate(expression, scope), expression.span);
  return sound ? given : undefined;
}

/** The values handed in by the names of their operands: `align(sound, to: sight)`. */
export function readNamed(
  e: Elaborator,
  scope: Scope,
  call: Call,
  given: readonly Argument[],
): Groups | undefined {
  const named = new Map<string, readonly Operand[]>();
  const spans = new Map<string, Span>();
  const { name: callee, nameSpan, span: whole, arguments: all } = call;
  const unpiped: Call = { name: callee, nameSpan, span: whole, arguments: all };
  let sound = true;
  for (const { name, value, span } of given) {
    const first = spans.get(name!.text);
    const read = readOperands(e, scope, unpiped, [value]);
    if (first !== undefined) e.report(repeated({ span }, first, name!.text));
    if (first !== undefined || read === undefined) sound = false;
    else named.set(name!.text, read);
    spans.set(name!.text, span);
  }
  return sound ? Object.fromEntries(named) : undefined;
}

/**
 * Deals the given values out to the operator's operands, but for those handed in by name, a list operand taking all
 * that are left.
 */
export function distribute(
  e: Elaborator,
  call: Call,
  operator: AnyOperator,
  given: readonly Operand[],
  named: Groups,
): Groups | undefined {
  const groups = new Map<string, readonly Operand[]>();
  let next = 0;
  for (const [operand, spec] of Object.entries(operator.operands)) {
    const isNamed = Object.hasOwn(named, operand);
    const taken = isNamed ? named[operand]! : given.slice(next, spec.many ? undefined : next + 1);
    if (!isNamed) next += taken.length;
    const isList = spec.alone === true && taken.some(({ listed }) => listed === true);
    if (taken.length < spec.atLeast && !isList) {
      reportMissing(e, call, operator, spec, taken.length);
      return undefined;
    }
    groups.set(operand, taken);
  }
  return Object.fromEntries(groups);
}

function reportMissing(
  e: Elaborator,
  call: Call,
  { operands }: AnyOperator,
  spec: OperandSpec,
  count: number,
): void {
  const isList = spec.many && spec.atLeast > 1;
  const parameters = {
    callee: call.name,
    expected: isList ? `at least ${spec.atLeast} values` : `a value: ${spec.summary}`,
    found: count === 0 ? "none" : `only ${count}`,
  };
  const names = Object.keys(operands);
  const help =
    names.length > 1
      ? `write \`${call.name}(${names.join(", ")})\``
      : isList
        ? `write \`${call.name}(a, b)\` with the values to join`
        : `pipe a value into it: \`value |> ${call.name}(…)\``;
  e.report(diagnostic("operand_missing", call.span, parameters, { help: [help] }));
}

/** Something of every operand, in the shape in which the operator declares them: one, or a list. */
export function mapGroups<T>(
  operator: AnyOperator,
  groups: Groups,
  change: (operand: Operand) => T,
): Record<string, T | readonly T[]> {
  return Object.fromEntries(
    Object.entries(operator.operands).map(([operand, spec]) => {
      const changed = groups[operand]!.map(change);
      return [operand, spec.many ? changed : changed[0]!];
    }),
  );
}
