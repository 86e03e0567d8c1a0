import { type Diagnostic, diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Source } from "../../diagnostics/source.ts";
import { nearest } from "../../diagnostics/suggest.ts";
import type { BinaryExpression, Expression } from "../../grammar/ast.ts";
import type { Cost } from "../graph/cost.ts";
import { showType } from "../types/show.ts";
import { evaluate } from "./expressions.ts";
import { matchType } from "./match-type.ts";
import type { TypedModel } from "./model.ts";
import { readSetting, UNITS_OF } from "./read-setting.ts";
import { createScope } from "./scope.ts";
import { createElaborator } from "./session.ts";
import { readPattern } from "./type-expressions.ts";

/** What a budget can limit, from what a model costs. */
const QUANTITIES: Readonly<Record<string, { readonly words: string; readonly of: (cost: Cost) => number }>> = {
  parameters: { words: "parameters", of: (cost) => cost.total.parameters },
  macs: { words: "multiply-accumulates per record", of: (cost) => cost.total.macs },
  activation_memory: { words: "bytes of activations per record", of: (cost) => cost.peakActivationBytes },
};

const RELATIONS = {
  "<": { words: "less than", holds: (a: number, b: number) => a < b },
  "<=": { words: "at most", holds: (a: number, b: number) => a <= b },
  ">": { words: "more than", holds: (a: number, b: number) => a > b },
  ">=": { words: "at least", holds: (a: number, b: number) => a >= b },
  "==": { words: "exactly", holds: (a: number, b: number) => a === b },
} as const;

/** Holds a model's `require` lines against its cost and the types of its values. */
export function checkBudgets(model: TypedModel, cost: Cost, sources: readonly Source[]): Diagnostic[] {
  const findings: Diagnostic[] = [];
  const session = { sources: new Map(sources.map((source) => [source.file, source])), findings };
  const { elaborator: e } = createElaborator(session, evaluate);
  const unclear = (expression: Expression, help: readonly string[] = []) =>
    e.report(diagnostic("requirement_unclear", expression.span, { found: `\`${e.words(expression.span)}\`` }, { help }));

  function checkQuantity(condition: BinaryExpression): void {
    const name = condition.left.kind === "name" ? condition.left.text : "";
    const quantity = Object.hasOwn(QUANTITIES, name) ? QUANTITIES[name] : undefined;
    const relation = condition.operator in RELATIONS ? RELATIONS[condition.operator as keyof typeof RELATIONS] : undefined;
    if (quantity === undefined || relation === undefined) {
      const guess = nearest(name, Object.keys(QUANTITIES));
      return unclear(condition, guess === undefined ? [] : [`did you mean \`${guess}\`?`]);
    }
    const limit = readLimit(name, condition.right);
    const found = quantity.of(cost);
    if (limit === undefined || relation.holds(found, limit)) return;
    e.report(
      diagnostic("budget_exceeded", condition.span, {
        found: showCount(found),
        quantity: quantity.words,
        relation: relation.words,
        limit: showCount(limit),
      }),
    );
  }

  function readLimit(name: string, expression: Expression): number | undefined {
    const dimension = name === "activation_memory" && hasUnit(expression) ? "memory" : undefined;
    const spec =
      dimension === undefined
        ? ({ kind: "number", from: 0, to: Infinity, summary: "a limit" } as const)
        : ({ kind: "quantity", dimension, summary: "a limit" } as const);
    return readSetting({ e, scope: createScope(), name }, spec, expression) as number | undefined;
  }

  function checkShape(condition: BinaryExpression): void {
    const { left, right } = condition;
    const [argument] = left.kind === "call" ? left.arguments : [];
    const value = argument?.value.kind === "name" ? model.named.get(argument.value.text) : undefined;
    if (value === undefined || right.kind !== "type_value" || condition.operator !== "==") return unclear(condition);
    const pattern = readPattern(e, createScope(), right.type, new Map());
    if (pattern === undefined || matchType(pattern, value.type, new Map())) return;
    e.report(
      diagnostic(
        "shape_required",
        condition.span,
        {
          value: e.words(argument!.value.span),
          found: showType(value.type),
          expected: e.words(right.span),
        },
        { related: [{ span: value.span, text: "made here" }] },
      ),
    );
  }

  for (const condition of model.requirements.flatMap((requirement) => requirement.conditions)) {
    if (condition.kind === "missing") continue;
    if (condition.kind !== "binary") unclear(condition);
    else if (condition.left.kind === "call" && e.words(condition.left.callee.span) === "shape") checkShape(condition);
    else checkQuantity(condition);
  }
  return findings;
}

const hasUnit = (expression: Expression) =>
  expression.kind === "number" && expression.unit !== undefined && expression.unit in UNITS_OF.memory;

/** `12,345` */
function showCount(count: number): string {
  return Math.round(count).toLocaleString("en-US");
}
