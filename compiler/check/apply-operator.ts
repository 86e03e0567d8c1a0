import { type Details, diagnostic } from "../../diagnostics/diagnostic.ts";
import type { MessageName, MessageParameters } from "../../diagnostics/messages/index.ts";
import type { Span } from "../../diagnostics/source.ts";
import { listNames } from "../../diagnostics/suggest.ts";
import type { Argument, Expression } from "../../grammar/ast.ts";
import type { AnyOperator, OperandSpec, RuleContext } from "../operators/define.ts";
import { type OperatorName, operators } from "../operators/index.generated.ts";
import { showType } from "../types/show.ts";
import type { ValueType } from "../types/value-type.ts";
import { readSettings, splitArguments } from "./arguments.ts";
import type { Elaborator } from "./elaborator.ts";
import type { Scope } from "./scope.ts";
import { describe, POISON, type TypedValue, type Value } from "./values.ts";

/** A call as it stands in the source; `piped` is what `|>` hands in. */
export interface Call {
  readonly name: string;
  readonly nameSpan: Span;
  readonly span: Span;
  readonly piped?: { readonly value: Value; readonly span: Span };
  readonly arguments: readonly Argument[];
}

/** A value handed to an operator, and where it was written. */
interface Given {
  readonly value: TypedValue;
  readonly span: Span;
}

/** Applies an operator: reads operands and settings, asks its type rule, and records the application. */
export function applyOperator(e: Elaborator, scope: Scope, call: Call, name: OperatorName): Value {
  if (!e.spend(call.span)) return POISON;
  const operator: AnyOperator = operators[name];
  const specs = Object.entries(operator.operands);
  const takesMany = specs.some(([, spec]) => spec.many);
  const room = takesMany ? Infinity : specs.length - (call.piped === undefined ? 0 : 1);
  const split = splitArguments(e, name, call.arguments, room, operator.settings);

  const given = readOperands(e, scope, call, name, split.operands);
  const groups = given && distribute(e, call, name, specs, given);
  const first = groups && Object.values(groups)[0]?.[0]?.value.type;
  const callee = { name, span: call.nameSpan };
  const settings =
    given === undefined && usesAxes(operator)
      ? undefined
      : readSettings(e, scope, callee, split.settings, operator.settings, first);
  if (groups === undefined || settings === undefined) return POISON;
  if (!accepted(e, name, operator, groups)) return POISON;

  const types = mapGroups(operator, groups, (g) => g.value.type);
  const at = ruleContext(e, call, groups, split.settings);
  const result = operator.type(types as never, settings as never, at);
  if (result === undefined) return POISON;

  const operands = Object.values(groups).flat();
  const value = e.value(
    {
      ...result,
      presence: presenceOf(operator, operands),
      mixing:
        operator.mixing ?? (operands.some((o) => o.value.type.mixing === "batch") ? "batch" : "independent"),
    },
    call.span,
  );
  e.record({
    operator: name,
    path: e.path(name),
    span: call.span,
    operands: mapGroups(operator, groups, (g) => g.value),
    settings,
    result: value,
  });
  return { kind: "tensor", value };
}

const usesAxes = (operator: AnyOperator) => Object.values(operator.settings).some((s) => s.kind === "axes");

/** The values handed in, from the pipe and from the arguments; a list stands for its items. */
function readOperands(
  e: Elaborator,
  scope: Scope,
  call: Call,
  name: string,
  expressions: readonly Expression[],
): Given[] | undefined {
  const given: Given[] = [];
  let sound = true;
  const take = (value: Value, span: Span): void => {
    if (value.kind === "tensor") given.push({ value: value.value, span });
    else if (value.kind === "list") for (const item of value.items) take(item, span);
    else {
      sound = false;
      if (value.kind !== "poison") {
        e.report(diagnostic("not_a_tensor", span, { operator: name, found: describe(value) }));
      }
    }
  };
  if (call.piped !== undefined) take(call.piped.value, call.piped.span);
  for (const expression of expressions) take(e.evaluate(expression, scope), expression.span);
  return sound ? given : undefined;
}

type Groups = Readonly<Record<string, readonly Given[]>>;

/** Deals the given values out to the operator's operands, a list operand taking all that are left. */
function distribute(
  e: Elaborator,
  call: Call,
  name: string,
  specs: readonly (readonly [string, OperandSpec])[],
  given: readonly Given[],
): Groups | undefined {
  const groups: Record<string, readonly Given[]> = {};
  let next = 0;
  for (const [operand, spec] of specs) {
    const taken = given.slice(next, spec.many ? undefined : next + 1);
    next += taken.length;
    if (taken.length < spec.atLeast) {
      const expected = spec.many ? `at least ${spec.atLeast} values` : `a value: ${spec.summary}`;
      const found = taken.length === 0 ? "none" : `only ${taken.length}`;
      const help = spec.many
        ? `write \`${name}(a, b)\` with the values to join`
        : `pipe a value into it: \`value |> ${name}(…)\``;
      e.report(diagnostic("operand_missing", call.span, { callee: name, expected, found }, { help: [help] }));
      return undefined;
    }
    groups[operand] = taken;
  }
  return groups;
}

/** Checks kinds, presence and raggedness, which every operator declares and none has to check itself. */
function accepted(e: Elaborator, name: string, operator: AnyOperator, groups: Groups): boolean {
  let sound = true;
  for (const [operand, spec] of Object.entries(operator.operands)) {
    for (const { value, span } of groups[operand]!) {
      const { type } = value;
      const words = e.words(span);
      if (!spec.accepts.includes(type.kind.name)) {
        sound = false;
        e.report(
          diagnostic(
            "kind_refused",
            span,
            { operator: name, accepted: listNames(spec.accepts), value: words, found: showType(type) },
            { help: remedies(type, spec) },
          ),
        );
      } else if (type.presence === "optional" && operator.presence === "refuse") {
        sound = false;
        e.report(
          diagnostic(
            "presence_refused",
            span,
            { operator: name, value: words },
            { help: ["fuse it with `concat` or `vote`, which have a rule for what is absent"] },
          ),
        );
      } else if (operator.ragged === "refuse") {
        const ragged = type.axes.find((axis) => axis.ragged !== undefined);
        if (ragged === undefined) continue;
        sound = false;
        e.report(
          diagnostic(
            "ragged_refused",
            span,
            { operator: name, axis: ragged.name, value: words },
            { help: [`reduce it first, for example with \`mean(over: ${ragged.name})\``] },
          ),
        );
      }
    }
  }
  return sound;
}

/** How a value of one kind becomes one that is accepted. */
function remedies(type: ValueType, spec: OperandSpec): string[] {
  const wants = (kind: string) => (spec.accepts as readonly string[]).includes(kind);
  if (type.kind.name === "tokens" && wants("feature")) return ["give the words meaning first: `|> embed(64)`"];
  if (wants("logits")) return ["decide first: `|> classify(Category)`"];
  if (type.kind.name === "logits" || type.kind.name === "probability") {
    return ["use the features from before the decision"];
  }
  return [];
}

function mapGroups<T>(
  operator: AnyOperator,
  groups: Groups,
  change: (given: Given) => T,
): Record<string, T | readonly T[]> {
  return Object.fromEntries(
    Object.entries(operator.operands).map(([operand, spec]) => {
      const changed = groups[operand]!.map(change);
      return [operand, spec.many ? changed : changed[0]!];
    }),
  );
}

function presenceOf(operator: AnyOperator, operands: readonly Given[]): ValueType["presence"] {
  const optional = operands.filter((o) => o.value.type.presence === "optional").length;
  const absent = operator.presence === "pass" ? optional > 0 : optional > 0 && optional === operands.length;
  return absent ? "optional" : "always";
}

/** Reports of a type rule, placed at the operand or setting they are about. */
function ruleContext(
  e: Elaborator,
  call: Call,
  groups: Groups,
  settings: ReadonlyMap<string, Argument>,
): RuleContext {
  const find = (place: string): { span: Span; group?: readonly Given[] } => {
    const [operand = "", index] = place.split(".");
    const group = groups[operand];
    if (group !== undefined) {
      if (index !== undefined) return { span: group[Number(index)]!.span };
      return group.length === 1 ? { span: group[0]!.span } : { span: call.span, group };
    }
    return { span: settings.get(place)?.span ?? call.span };
  };
  return {
    fail<N extends MessageName>(message: N, at: string, parameters: MessageParameters<N>, details: Details = {}) {
      const { span, group } = find(at);
      const origins = (group ?? []).map((g) => ({
        span: g.value.span,
        text: `${showType(g.value.type)}, from here`,
      }));
      const related = [...(details.related ?? []), ...origins.filter((o) => !sameSpan(o.span, span))];
      e.report(diagnostic(message, span, parameters, { ...details, related }));
      return undefined;
    },
    words(operand, index) {
      const [name = "", place] = operand.split(".");
      const given = groups[name]?.[index ?? Number(place ?? 0)];
      return given === undefined ? name : e.words(given.span);
    },
  };
}

const sameSpan = (a: Span, b: Span) => a.file === b.file && a.start === b.start && a.end === b.end;
