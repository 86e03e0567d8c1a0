import { diagnostic } from "../../diagnostics/diagnostic.ts";
import { listNames } from "../../diagnostics/suggest.ts";
import type { Expression } from "../../grammar/ast.ts";
import { SAMPLINGS, type SamplingName } from "../plan/samplings.ts";
import type { TrainPlan } from "../plan/train-plan.ts";
import { readSettings, splitArguments } from "./arguments.ts";
import { findNamed } from "./choose.ts";
import type { Elaborator } from "./elaborator.ts";
import type { TypedModel } from "./model.ts";
import { didYouMean } from "./suggestion.ts";
import type { Scope } from "./values.ts";

/** `balanced(mood)`: the output by whose labels rows are drawn, which is one label of each row. */
export function readSampling(
  e: Elaborator,
  scope: Scope,
  expression: Expression | undefined,
  model: TypedModel | undefined,
): TrainPlan["sample"] {
  const call = expression && findNamed(e, "sample", Object.keys(SAMPLINGS) as SamplingName[], expression);
  if (expression === undefined || call === undefined) return undefined;
  const { settings } = SAMPLINGS[call.name];
  const split = splitArguments(e, call.name, call.arguments, 1, settings);
  readSettings(e, { scope, callee: call }, split, settings);
  const [operand] = split.operands;
  if (operand === undefined) {
    const parameters = { callee: call.name, expected: "an output with one label", found: "none" };
    e.report(diagnostic("operand_missing", expression.span, parameters));
    return undefined;
  }
  if (operand.kind === "missing" || model === undefined) return undefined;
  const known = model.interface.outputs
    .filter(({ kind }) => kind === "category" || kind === "ordered")
    .map(({ name }) => name);
  const text = operand.kind === "name" ? operand.text : "";
  if (known.includes(text)) return { balanced: text };
  const choices = known.length === 0 ? "none here: no output is one label" : listNames(known);
  const parameters = { setting: "sample", found: e.words(operand.span), choices };
  e.report(diagnostic("unknown_choice", operand.span, parameters, didYouMean(operand.span, text, known)));
  return undefined;
}
