import { type Diagnostic, diagnostic, type Related } from "../../diagnostics/diagnostic.ts";
import type { Span } from "../../diagnostics/source.ts";
import type { BinaryExpression, CallExpression, Expression, RequireStatement } from "../../grammar/ast.ts";
import type { Cost, CostPart } from "../graph/cost.ts";
import type { SettingSpec } from "../operators/settings.ts";
import { showType } from "../types/show.ts";
import type { Elaborator } from "./elaborator.ts";
import { matchType } from "./match-type.ts";
import { checkSymbols, readPattern } from "./pattern.ts";
import { readSetting, UNITS_OF } from "./read-setting.ts";
import { didYouMean } from "./suggestion.ts";
import { describe, type Scope } from "./values.ts";

/** A limit on what a model may cost. */
export interface Budget {
  readonly quantity: keyof typeof QUANTITIES;
  readonly relation: keyof typeof RELATIONS;
  readonly limit: number;
  readonly span: Span;
}

/** What a budget can limit, from what a model costs. */
const QUANTITIES = {
  parameters: {
    words: "parameters",
    total: (cost: Cost) => cost.total.parameters,
    part: (part: CostPart) => part.parameters,
  },
  macs: {
    words: "multiply-accumulates per record",
    total: (cost: Cost) => cost.total.macs,
    part: (part: CostPart) => part.macs,
  },
  activation_memory: {
    words: "bytes of activations per record",
    total: (cost: Cost) => cost.peakActivationBytes,
    part: (part: CostPart) => part.activationBytes,
  },
} as const;

const RELATIONS = {
  "<": { words: "less than", holds: (a: number, b: number) => a < b },
  "<=": { words: "at most", holds: (a: number, b: number) => a <= b },
  ">": { words: "more than", holds: (a: number, b: number) => a > b },
  ">=": { words: "at least", holds: (a: number, b: number) => a >= b },
  "==": { words: "exactly", holds: (a: number, b: number) => a === b },
} as const;

/** Reads a model's `require` lines: checks the types they promise, and gives the budgets they set. */
export function readRequirements(
  e: Elaborator,
  scope: Scope,
  requirements: readonly RequireStatement[],
): Budget[] {
  return requirements
    .flatMap(({ conditions }) => conditions)
    .flatMap((condition): Budget[] => {
      if (condition.kind === "missing") return [];
      if (condition.kind !== "binary") return unclear(e, condition);
      const { left } = condition;
      const isShape = left.kind === "call" && left.callee.kind === "name" && left.callee.text === "shape";
      if (!isShape) return readBudget(e, scope, condition);
      checkShape(e, scope, condition, left);
      return [];
    });
}

function unclear(e: Elaborator, { span }: Expression, details: ReturnType<typeof didYouMean> = {}): [] {
  e.report(diagnostic("requirement_unclear", span, { found: `\`${e.words(span)}\`` }, details));
  return [];
}

function readBudget(e: Elaborator, scope: Scope, condition: BinaryExpression): Budget[] {
  const { left, operator, right, span } = condition;
  if (left.kind === "missing" || right.kind === "missing") return [];
  const name = left.kind === "name" ? left.text : "";
  if (!isKey(QUANTITIES, name)) return unclear(e, left, didYouMean(left.span, name, Object.keys(QUANTITIES)));
  if (!isKey(RELATIONS, operator)) return unclear(e, condition);
  const isMemory =
    right.kind === "number" && right.unit !== undefined && Object.hasOwn(UNITS_OF.memory, right.unit);
  const spec: SettingSpec =
    name === "activation_memory" && isMemory
      ? { kind: "quantity", dimension: "memory", summary: "a limit" }
      : { kind: "number", from: 0, to: Infinity, summary: "a limit" };
  const limit = readSetting({ e, scope, name }, spec, right);
  return typeof limit === "number" ? [{ quantity: name, relation: operator, limit, span }] : [];
}

const isKey = <T extends object>(table: T, key: PropertyKey): key is keyof T => Object.hasOwn(table, key);

/** `shape(joint) == feature[256]` */
function checkShape(e: Elaborator, scope: Scope, condition: BinaryExpression, call: CallExpression): void {
  const { operator, right } = condition;
  const [argument, ...others] = call.arguments;
  if (argument === undefined || others.length > 0 || right.kind !== "type_value" || operator !== "==") {
    if (right.kind !== "missing") unclear(e, condition);
    return;
  }
  const value = e.evaluate(argument.value, scope);
  const pattern = readPattern(e, scope, right.type);
  if (value.kind === "poison" || pattern === undefined || !checkSymbols(e, pattern, scope, [], true)) return;
  if (value.kind === "tensor" && matchType(e, pattern, value.value.type, scope) !== "differs") return;
  const parameters = {
    value: e.words(argument.value.span),
    found: value.kind === "tensor" ? showType(value.value.type) : describe(value),
    expected: e.words(right.span),
  };
  const related = value.kind === "tensor" ? [{ span: value.value.span, text: "made here" }] : [];
  e.report(diagnostic("shape_required", condition.span, parameters, { related }));
}

/** Holds a model's budgets against its cost. */
export function checkBudgets(budgets: readonly Budget[], cost: Cost): Diagnostic[] {
  return budgets.flatMap(({ quantity, relation, limit, span }) => {
    const { words, total, part } = QUANTITIES[quantity];
    const found = total(cost);
    if (RELATIONS[relation].holds(found, limit)) return [];
    const parameters = {
      found: showCount(found),
      quantity: words,
      relation: RELATIONS[relation].words,
      limit: showCount(limit),
    };
    return [diagnostic("budget_exceeded", span, parameters, { related: costliest(cost, part, relation) })];
  });
}

/** How many of the costliest places are shown. */
const SHOWN = 3;

/** The places that cost most, where less is required. */
function costliest(cost: Cost, of: (part: CostPart) => number, relation: Budget["relation"]): Related[] {
  if (relation === ">" || relation === ">=") return [];
  return cost.parts
    .filter((part) => of(part) > 0)
    .sort((a, b) => of(b) - of(a))
    .slice(0, SHOWN)
    .flatMap((part) => {
      const { span } = part.origin;
      return span === undefined ? [] : [{ span, text: `${showCount(of(part))} here` }];
    });
}

/** `12,345` */
const showCount = (count: number): string => Math.round(count).toLocaleString("en-US");
