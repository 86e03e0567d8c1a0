import { diagnostic } from "../../diagnostics/diagnostic.ts";
import { listNames } from "../../diagnostics/suggest.ts";
import type { Expression } from "../../grammar/ast.ts";
import { integer, type SettingSpec } from "../operators/settings.ts";
import { METRICS } from "../plan/metrics.ts";
import type { EarlyStopping } from "../plan/train-plan.ts";
import { readSettings, splitArguments } from "./arguments.ts";
import { findNamed } from "./choose.ts";
import type { Elaborator } from "./elaborator.ts";
import { didYouMean } from "./suggestion.ts";
import type { Scope } from "./values.ts";

const SPECS: Readonly<Record<string, SettingSpec>> = {
  for: integer("epochs without improvement"),
};
const SPLITS = ["validation", "train"] as const;
const METRIC_NAMES = Object.keys(METRICS);

/** `stalls(validation.macro_f1, for: 4)` */
export function readStop(
  e: Elaborator,
  scope: Scope,
  expression: Expression | undefined,
): EarlyStopping | undefined {
  const call = expression && findNamed(e, "stop", ["stalls"], expression);
  if (expression === undefined || call === undefined) return undefined;
  const split = splitArguments(e, "stalls", call.arguments, 1, SPECS);
  const settings = readSettings(e, { scope, callee: call }, split, SPECS);
  const watched = readWatched(e, split.operands[0], expression);
  return settings && watched && { ...watched, patience: settings.for as number };
}

/** `validation.macro_f1` */
function readWatched(
  e: Elaborator,
  expression: Expression | undefined,
  whole: Expression,
): Pick<EarlyStopping, "split" | "metric"> | undefined {
  if (expression === undefined) {
    const parameters = {
      callee: "stalls",
      expected: "a metric such as `validation.macro_f1`",
      found: "none",
    };
    e.report(diagnostic("operand_missing", whole.span, parameters));
    return undefined;
  }
  if (expression.kind === "missing") return undefined;
  if (expression.kind !== "member" || expression.object.kind !== "name") {
    const metrics = listNames(METRIC_NAMES.map((metric) => `validation.${metric}`));
    const parameters = { metric: e.words(expression.span), metrics };
    const text = expression.kind === "name" ? `validation.${expression.text}` : "";
    const known = METRIC_NAMES.map((metric) => `validation.${metric}`);
    const isMetric = known.includes(text);
    const edits = [{ span: expression.span, text }];
    const details = isMetric
      ? { help: [`say of which split: \`${text}\``], fixes: [{ title: `write \`${text}\``, edits }] }
      : {};
    e.report(diagnostic("unknown_metric", expression.span, parameters, details));
    return undefined;
  }
  const { object, member } = expression;
  const split = SPLITS.find((one) => one === object.text);
  const metric = METRIC_NAMES.find((one) => one === member.text);
  if (split === undefined) {
    const parameters = { setting: "stop", found: object.text, choices: listNames(SPLITS) };
    e.report(
      diagnostic("unknown_choice", object.span, parameters, didYouMean(object.span, object.text, SPLITS)),
    );
  }
  if (metric === undefined && member.text !== "") {
    const parameters = { metric: member.text, metrics: listNames(METRIC_NAMES) };
    e.report(
      diagnostic(
        "unknown_metric",
        member.span,
        parameters,
        didYouMean(member.span, member.text, METRIC_NAMES),
      ),
    );
  }
  return split === undefined || metric === undefined ? undefined : { split, metric };
}
