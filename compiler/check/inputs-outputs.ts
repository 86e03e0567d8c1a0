import { diagnostic } from "../../diagnostics/diagnostic.ts";
import type { InputStatement, OutputStatement } from "../../grammar/ast.ts";
import { modalities } from "../modalities/index.generated.ts";
import { type InputSpec, lengthFeed, type OutputSpec } from "../plan/interface.ts";
import { type Category, isDecision, sameCategory, type ValueType } from "../types/value-type.ts";
import type { Elaborator } from "./elaborator.ts";
import { readInputType } from "./input-type.ts";
import { nameTaken } from "./name-taken.ts";
import { bind, hasNameless, lookUp, visibleNames } from "./scope.ts";
import { didYouMean } from "./suggestion.ts";
import { refuseParts } from "./type-parts.ts";
import { describe, POISON, type Scope, type TypedValue, type Value } from "./values.ts";

export interface Input {
  readonly spec: InputSpec;
  readonly value: TypedValue;
}

export interface Output {
  readonly spec: OutputSpec;
  readonly value: TypedValue;
}

/** `input picture: image(64, 64, rgb)`; undefined after reporting. */
export function checkInput(e: Elaborator, statement: InputStatement, scope: Scope): Input | undefined {
  const { name, documentation, span, optional } = statement;
  const read = readInputType(e, scope, statement.type, name.text);
  if (!isFree(e, statement, scope)) return undefined;
  if (read === undefined) {
    bind(scope, name.text, POISON, name.span);
    return undefined;
  }
  const { modality, settings } = read;
  const type: ValueType = { ...read.type, presence: optional ? "optional" : "always" };
  const value = e.value(type, statement.type.span);
  bind(scope, name.text, { kind: "tensor", value }, name.span);
  const ragged = type.axes.filter((axis) => axis.ragged !== undefined);
  const spec: InputSpec = {
    name: name.text,
    ...(documentation === undefined ? {} : { documentation }),
    span,
    modality,
    settings,
    type,
    optional,
    values: modalities[modality].values(type),
    lengths: Object.fromEntries(ragged.map((axis) => [axis.name, lengthFeed(axis.ragged!)])),
    ...(optional ? { presence: `${name.text}/present` } : {}),
  };
  return { spec, value };
}

/** `output mood: Mood = joint |> classify(Mood)`; undefined after reporting, or where the value is poison. */
export function checkOutput(e: Elaborator, statement: OutputStatement, scope: Scope): Output | undefined {
  const { name, documentation, span } = statement;
  const value = e.below(e.path(name.text), false, () => e.evaluate(statement.value, scope));
  const category = readOutputType(e, statement, scope);
  if (!isFree(e, statement, scope)) return undefined;
  bind(scope, name.text, value, name.span);
  if (category === undefined || value.kind === "poison") return undefined;
  const decision = decisionAbout(e, statement, category, value);
  if (decision === undefined) return undefined;
  const spec = { name: name.text, ...(documentation === undefined ? {} : { documentation }), span, category };
  return { spec, value: decision };
}

/**
 * Records and predictions have a field for each input and output. Of all names, this one alone cannot be one in an
 * object that a person writes in JavaScript.
 */
const NO_FIELD = "__proto__";

/** Whether a statement may give its name, which nothing else has; reports where not. */
function isFree(e: Elaborator, { name }: InputStatement | OutputStatement, scope: Scope): boolean {
  if (name.text === NO_FIELD) {
    e.report(diagnostic("name_reserved", name.span, { name: name.text }));
    bind(scope, name.text, POISON, name.span);
    return false;
  }
  const taken = name.text === "" ? undefined : lookUp(scope, name.text);
  if (taken === undefined) return true;
  e.report(nameTaken(name, taken.span));
  // Which of the two is meant below is not known.
  bind(scope, name.text, POISON, taken.span);
  return false;
}

function readOutputType(e: Elaborator, { type }: OutputStatement, scope: Scope): Category | undefined {
  refuseParts(e, type, ["parameters", "arguments", "axes", "rate", "range"]);
  const { text, span } = type.name;
  const found = lookUp(scope, text);
  if (found?.value.kind === "category") {
    found.used = true;
    return found.value.category;
  }
  if (text === "" || found?.value.kind === "poison" || hasNameless(scope)) return undefined;
  const categories = visibleNames(scope, (value) => value.kind === "category");
  const otherwise = [`declare what it decides: \`category ${text} = ["…", "…"]\``];
  e.report(diagnostic("unknown_type", span, { name: text }, didYouMean(span, text, categories, otherwise)));
  return undefined;
}

/** The value, if it is one decision about the category; reports where not. */
function decisionAbout(
  e: Elaborator,
  { name, value: { span } }: OutputStatement,
  category: Category,
  value: Value,
): TypedValue | undefined {
  const type = value.kind === "tensor" ? value.value.type : undefined;
  const decides = type !== undefined && isDecision(type.kind) && sameCategory(type.kind.of, category);
  if (value.kind === "tensor" && decides && type.axes.length === 1) return value.value;
  const parameters = { output: name.text, category: category.name, found: describe(value) };
  const isFeature = type !== undefined && !isDecision(type.kind) && type.axes.length === 1;
  const help = value.kind === "tensor" ? [remedyOf(category, decides, type!)] : [];
  const edits = [{ span: { ...span, start: span.end }, text: ` |> classify(${category.name})` }];
  const fixes =
    isFeature && type.kind.name !== "tokens" ? [{ title: `decide about ${category.name}`, edits }] : [];
  e.report(diagnostic("output_kind", span, parameters, { help, fixes }));
  return undefined;
}

/** How a value becomes a decision about the category, one for each record. */
function remedyOf(category: Category, decides: boolean, { kind }: ValueType): string {
  if (decides) return "average the other axes away before it decides, for example with `mean(over: word)`";
  return isDecision(kind) && kind.of.name === category.name
    ? `another file has a category ${category.name} of its own: import one, so that both mean the same`
    : `end it with \`classify(${category.name})\``;
}
