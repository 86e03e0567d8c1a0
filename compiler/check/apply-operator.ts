import { diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Argument, Expression } from "../../grammar/ast.ts";
import type { AnyOperator, ResultType } from "../operators/define.ts";
import { type OperatorName, operators } from "../operators/index.generated.ts";
import { axesCalled } from "../operators/roles.ts";
import type { SettingSpec } from "../operators/settings.ts";
import { isKnown, MOST_NUMBERS } from "../types/size.ts";
import type { ValueType } from "../types/value-type.ts";
import { acceptOperands } from "./accept.ts";
import { readSettings, splitArguments } from "./arguments.ts";
import type { Call } from "./call.ts";
import type { Elaborator } from "./elaborator.ts";
import { fitsMemory } from "./memory.ts";
import { distribute, type Groups, mapGroups, readNamed, readOperands } from "./operands.ts";
import { ruleContext } from "./rule-context.ts";
import { lookUp } from "./scope.ts";
import { OPERATOR_STEPS } from "./session.ts";
import { fitsShared } from "./shared-weights.ts";
import { POISON, type Scope, type Value } from "./values.ts";
import { repeatWeights } from "./weights.ts";

/** Applies an operator: reads operands and settings, asks its type rule, and records the application. */
export function applyOperator(e: Elaborator, scope: Scope, call: Call, name: OperatorName): Value {
  if (!e.spend(call.span, OPERATOR_STEPS)) return POISON;
  const operator: AnyOperator = operators[name];
  const specs = Object.values(operator.operands);
  const isNamed = ({ name: own }: Argument) =>
    own !== undefined && Object.hasOwn(operator.operands, own.text);
  const apart = call.arguments.filter(isNamed);
  const taken = apart.length + (call.piped === undefined ? 0 : 1);
  const room = specs.some((spec) => spec.many) ? Infinity : specs.length - taken;
  const unnamed = call.arguments.filter((argument) => !isNamed(argument));
  const split = splitArguments(e, name, unnamed, room, operator.settings, (expression) =>
    isAxisOf(call, scope, operator, expression),
  );

  const given = readOperands(e, scope, call, split.operands);
  const named = readNamed(e, scope, call, apart);
  const dealt = given && named && distribute(e, call, operator, given, named);
  const groups = dealt && repeatWeights(e, operator, dealt);
  // A setting may have been taken for the value that is missing.
  const isAlone = given === undefined && call.piped === undefined;
  const settings = readSettings(
    e,
    {
      scope,
      callee: { name, span: call.nameSpan },
      operand: groups && Object.values(groups)[0]?.[0]?.value.type,
      skip: (name, spec) =>
        groups === undefined && (OF_OPERAND.has(spec.kind) || (isAlone && !split.settings.has(name))),
    },
    split,
    operator.settings,
  );
  if (groups === undefined || settings === undefined) return POISON;
  if (!acceptOperands(e, scope, call, operator, groups)) return POISON;

  const types = mapGroups(operator, groups, (operand) => operand.value.type);
  const result = operator.type(
    types as never,
    settings as never,
    ruleContext(e, call, groups, split.settings),
  );
  if (result === undefined || !isBounded(e, call, operator, types, settings, result)) return POISON;

  const path = e.path(name);
  if (!fitsShared(e, call, operator, path, types, settings)) return POISON;
  const value = e.value({ ...result, ...derived(operator, groups) }, call.span);
  e.record({
    operator: name,
    path,
    span: call.span,
    operands: mapGroups(operator, groups, (operand) => operand.value),
    settings,
    result: value,
  });
  return { kind: "tensor", value };
}

/** Whether an expression names an axis of what is piped in, and nothing else, where the operator asks for axes. */
function isAxisOf(call: Call, scope: Scope, { settings }: AnyOperator, expression: Expression): boolean {
  if (expression.kind !== "name" || call.piped?.value.kind !== "tensor") return false;
  const asked = Object.values(settings).filter(({ kind }) => kind === "axes");
  if (!asked.some(({ positional }) => positional !== true)) return false;
  const isKnown = axesCalled(expression.text, call.piped.value.value.type) !== undefined;
  return isKnown && lookUp(scope, expression.text) === undefined;
}

/** Kinds of settings that name axes of the first operand. */
const OF_OPERAND: ReadonlySet<SettingSpec["kind"]> = new Set(["axes", "axis", "renaming"]);

/** The parts of a result's type that follow from the operator's declaration. */
function derived({ presence, mixing }: AnyOperator, groups: Groups): Pick<ValueType, "presence" | "mixing"> {
  const types = Object.values(groups).flatMap((operands) => operands.map(({ value }) => value.type));
  const isOptional = (type: ValueType) => type.presence === "optional";
  const followed = typeof presence === "object" ? presence.follows : undefined;
  const optional =
    presence === "pass"
      ? types.some(isOptional)
      : followed === undefined
        ? types.every(isOptional)
        : groups[followed]!.every(({ value }) => isOptional(value.type));
  const mixes = types.some((type) => type.mixing === "batch");
  return {
    presence: optional ? "optional" : "always",
    mixing: mixing ?? (mixes ? "batch" : "independent"),
  };
}

/** Whether what the operator makes, trains and is written out to stays within bounds; reports where it does not. */
function isBounded(
  e: Elaborator,
  call: Call,
  operator: AnyOperator,
  types: Readonly<Record<string, ValueType | readonly ValueType[]>>,
  settings: Readonly<Record<string, unknown>>,
  result: ResultType,
): boolean {
  if (!fitsMemory(e, call.span, result)) return false;
  const weights = operator.parameters?.count(types as never, settings as never) ?? 0;
  if (weights > MOST_NUMBERS) {
    const parameters = { operator: operator.name, count: weights, limit: MOST_NUMBERS };
    e.report(diagnostic("weights_too_many", call.span, parameters));
    return false;
  }
  const repeats = operator.repeats?.(types as never) ?? 0;
  return !isKnown(repeats) || repeats === 0 || e.spend(call.span, repeats * OPERATOR_STEPS);
}
