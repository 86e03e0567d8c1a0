import { diagnostic } from "../../diagnostics/diagnostic.ts";
import { listNames } from "../../diagnostics/suggest.ts";
import type { Expression, Identifier } from "../../grammar/ast.ts";
import { integer, type SettingSpec } from "../operators/settings.ts";
import { METRICS, metricCalled, metricsOfOutput } from "../plan/metrics.ts";
import type { EarlyStopping } from "../plan/train-plan.ts";
import { readSettings, splitArguments } from "./arguments.ts";
import { findNamed } from "./choose.ts";
import type { Elaborator } from "./elaborator.ts";
import type { TypedModel } from "./model.ts";
import { didYouMean, offer } from "./suggestion.ts";
import type { Scope } from "./values.ts";

const SPECS: Readonly<Record<string, SettingSpec>> = {
  for: integer("epochs without improvement"),
};
const SPLITS = ["validation", "train"] as const;

/** The metrics that a model has, with the losses of several terms: by their names, and where it has several outputs also by `<output>.<metric>`. */
function metricsOf(model: TypedModel | undefined, terms: readonly string[]): readonly string[] {
  const losses = terms.length < 2 ? [] : terms.map((term) => `loss.${term}`);
  return [...metricsOfOutputs(model), ...losses];
}

function metricsOfOutputs(model: TypedModel | undefined): readonly string[] {
  if (model === undefined) return Object.keys(METRICS);
  const { outputs } = model.interface;
  const own = outputs.map((output) => ({ name: output.name, metrics: metricsOfOutput(output) }));
  const plain = Object.keys(METRICS).filter(
    (metric) => metric === "loss" || own.some(({ metrics }) => metrics.includes(metric)),
  );
  if (outputs.length < 2) return plain;
  return [...plain, ...own.flatMap(({ name, metrics }) => metrics.map((metric) => `${name}.${metric}`))];
}

/** `stalls(validation.macro_f1, for: 4)`; `terms` are those of the training, whose losses may be watched. */
export function readStop(
  e: Elaborator,
  scope: Scope,
  expression: Expression | undefined,
  model: TypedModel | undefined,
  terms: readonly { readonly name: string }[],
): EarlyStopping | undefined {
  const call = expression && findNamed(e, "stop", ["stalls"], expression);
  if (expression === undefined || call === undefined) return undefined;
  const split = splitArguments(e, "stalls", call.arguments, 1, SPECS);
  const settings = readSettings(e, { scope, callee: call }, split, SPECS);
  const watched = readWatched(
    e,
    split.operands[0],
    expression,
    metricsOf(
      model,
      terms.map(({ name }) => name),
    ),
  );
  return settings && watched && { ...watched, patience: settings.for as number };
}

/** `validation.macro_f1`, or of one of several outputs `validation.group.macro_f1` */
function readWatched(
  e: Elaborator,
  expression: Expression | undefined,
  whole: Expression,
  metrics: readonly string[],
): Pick<EarlyStopping, "split" | "metric"> | undefined {
  if (expression === undefined) {
    const parameters = {
      callee: "stalls",
      expected: `a metric such as \`validation.${metrics[1] ?? "loss"}\``,
      found: "none",
    };
    e.report(diagnostic("operand_missing", whole.span, parameters));
    return undefined;
  }
  if (expression.kind === "missing") return undefined;
  const path = pathOf(expression);
  if (path === undefined || path.names.length === 0) {
    const known = metrics.map((metric) => `validation.${metric}`);
    const parameters = { metric: e.words(expression.span), metrics: listNames(known) };
    const text = path === undefined ? "" : `validation.${path.split.text}`;
    const edits = [{ span: expression.span, text }];
    const details = known.includes(text)
      ? { help: [`say of which split: \`${text}\``], fixes: [{ title: `write \`${text}\``, edits }] }
      : {};
    e.report(diagnostic("unknown_metric", expression.span, parameters, details));
    return undefined;
  }
  const { span, text } = path.split;
  const split = SPLITS.find((one) => one === text);
  const name = path.names.map((one) => one.text).join(".");
  const metric = metrics.find((one) => one === name);
  if (split === undefined) {
    const parameters = { setting: "stop", found: text, choices: listNames(SPLITS) };
    e.report(diagnostic("unknown_choice", span, parameters, didYouMean(span, text, SPLITS)));
  }
  if (metric === undefined && path.names.every((one) => one.text !== "")) {
    const at = { ...path.names[0]!.span, end: path.names.at(-1)!.span.end };
    const parameters = { metric: name, metrics: listNames(metrics) };
    e.report(diagnostic("unknown_metric", at, parameters, didYouMean(at, name, metrics)));
  }
  if (split === "train" && metric !== undefined && metricCalled(metric)?.ranked === true) {
    e.report(diagnostic("metric_ranks", expression.span, { metric }, offer(span, "validation")));
    return undefined;
  }
  return split === undefined || metric === undefined ? undefined : { split, metric };
}

/** `a.b.c` as its parts; undefined for anything else. */
function pathOf(expression: Expression): { split: Identifier; names: readonly Identifier[] } | undefined {
  if (expression.kind === "name") return { split: expression, names: [] };
  if (expression.kind !== "member") return undefined;
  const inner = pathOf(expression.object);
  return inner && { ...inner, names: [...inner.names, expression.member] };
}
