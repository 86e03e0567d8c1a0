import { diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Span } from "../../diagnostics/source.ts";
import { nearest } from "../../diagnostics/suggest.ts";
import type { InputStatement, ModelItem, OutputStatement, RequireStatement } from "../../grammar/ast.ts";
import { modalities } from "../modalities/index.generated.ts";
import { type InputSpec, lengthFeed, type ModelInterface, type OutputSpec } from "../plan/interface.ts";
import { showType } from "../types/show.ts";
import type { ValueType } from "../types/value-type.ts";
import type { Application, Elaborator } from "./elaborator.ts";
import { evaluate } from "./expressions.ts";
import { bind, createScope, lookUp, type Scope, visibleNames } from "./scope.ts";
import { createElaborator, type Session } from "./session.ts";
import { defineValue, misplaced, repeat } from "./statements.ts";
import { readInputType } from "./type-expressions.ts";
import { POISON, type TypedValue } from "./values.ts";

/** A checked model: operators on typed values, still in the author's words. */
export interface TypedModel {
  readonly item: ModelItem;
  readonly interface: ModelInterface;
  readonly inputs: readonly { readonly spec: InputSpec; readonly value: TypedValue }[];
  readonly outputs: readonly { readonly spec: OutputSpec; readonly value: TypedValue }[];
  /** In an order in which every operator follows what it works on. */
  readonly applications: readonly Application[];
  /** Values by the names that the author gave them, outputs included. */
  readonly named: ReadonlyMap<string, TypedValue>;
  readonly requirements: readonly RequireStatement[];
}

/** Checks a model; undefined where errors leave nothing that could be compiled. */
export function checkModel(session: Session, item: ModelItem, fileScope: Scope): TypedModel | undefined {
  const { elaborator: e, applications } = createElaborator(session, evaluate);
  const scope = createScope(fileScope);
  const inputs: TypedModel["inputs"][number][] = [];
  const outputs: TypedModel["outputs"][number][] = [];
  const requirements: RequireStatement[] = [];

  for (const statement of item.body) {
    switch (statement.kind) {
      case "input": {
        const input = checkInput(e, statement, scope);
        if (input !== undefined) inputs.push(input);
        break;
      }
      case "output": {
        const output = checkOutput(e, statement, scope);
        if (output !== undefined) outputs.push(output);
        break;
      }
      case "require":
        requirements.push(statement);
        break;
      case "value":
        defineValue(e, statement, scope);
        break;
      case "for":
        repeat(e, statement, scope);
        break;
      default:
        misplaced(e, statement, "`model`");
    }
  }

  const declares = (kind: "input" | "output") => item.body.some((statement) => statement.kind === kind);
  const model = item.name.text;
  if (!declares("input")) e.report(diagnostic("input_missing", item.name.span, { model }));
  if (!declares("output")) e.report(diagnostic("output_missing", item.name.span, { model }));
  if (e.errors() > 0) return undefined;
  const named = new Map<string, TypedValue>();
  for (const binding of scope.names.values()) {
    if (binding.value.kind === "tensor") named.set(binding.name, binding.value.value);
  }
  for (const { spec, value } of outputs) named.set(spec.name, value);
  return {
    item,
    interface: { model, inputs: inputs.map((i) => i.spec), outputs: outputs.map((o) => o.spec) },
    inputs,
    outputs,
    applications,
    named,
    requirements,
  };
}

/** Warns of values that nothing refers to; names in `alsoUsed` are referred to from elsewhere, such as a loss. */
export function warnUnused(session: Session, model: TypedModel, alsoUsed: ReadonlySet<string>): void {
  const text = session.sources.get(model.item.span.file)?.text ?? "";
  for (const statement of model.item.body) {
    if (statement.kind !== "value" && statement.kind !== "input") continue;
    const name = statement.name.text;
    if (alsoUsed.has(name) || mentions(model, statement.name.span, name, text)) continue;
    session.findings.push(diagnostic("unused_value", statement.name.span, { name }));
  }
}

/** Whether the name occurs in the model's body anywhere but where it is given. */
function mentions(model: TypedModel, given: Span, name: string, text: string): boolean {
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}_])${name}(?![\\p{L}\\p{N}_])`, "gu");
  const { start, end } = model.item.span;
  for (const match of text.slice(start, end).matchAll(pattern)) {
    if (start + match.index !== given.start) return true;
  }
  return false;
}

function checkInput(
  e: Elaborator,
  statement: InputStatement,
  scope: Scope,
): TypedModel["inputs"][number] | undefined {
  const { name } = statement;
  const taken = scope.names.get(name.text);
  if (taken !== undefined) {
    const related = [{ span: taken.span, text: "defined here" }];
    e.report(diagnostic("name_taken", name.span, { name: name.text }, { related }));
    return undefined;
  }
  const read = readInputType(e, scope, statement.type, name.text);
  if (read === undefined) {
    bind(scope, name.text, POISON, name.span);
    return undefined;
  }
  const type: ValueType = { ...read.type, presence: statement.optional ? "optional" : "always" };
  const value = e.value(type, statement.type.span);
  bind(scope, name.text, { kind: "tensor", value }, name.span);

  const ragged = type.axes.filter((axis) => axis.ragged !== undefined);
  return {
    value,
    spec: {
      name: name.text,
      ...(statement.documentation === undefined ? {} : { documentation: statement.documentation }),
      span: statement.span,
      modality: read.modality,
      settings: read.settings,
      type,
      optional: statement.optional,
      values: modalities[read.modality].values(type),
      lengths: Object.fromEntries(ragged.map((axis) => [axis.name, lengthFeed(axis.ragged!)])),
      ...(statement.optional ? { presence: `${name.text}/present` } : {}),
    },
  };
}

function checkOutput(
  e: Elaborator,
  statement: OutputStatement,
  scope: Scope,
): TypedModel["outputs"][number] | undefined {
  const { name } = statement;
  const value = e.below(e.path(name.text), false, () => e.evaluate(statement.value, scope));
  const typeName = statement.type.name.text;
  const found = lookUp(scope, typeName);
  const taken = scope.names.get(name.text);
  if (taken !== undefined) {
    const related = [{ span: taken.span, text: "defined here" }];
    e.report(diagnostic("name_taken", name.span, { name: name.text }, { related }));
    return undefined;
  }
  bind(scope, name.text, value, name.span);
  if (found?.value.kind !== "category") {
    if (found?.value.kind !== "poison") reportOutputType(e, statement, scope);
    return undefined;
  }
  found.used = true;
  const { category } = found.value;
  if (value.kind === "poison") return undefined;
  const type = value.kind === "tensor" ? value.value.type : undefined;
  const decides = type !== undefined && "of" in type.kind && type.kind.of.name === category.name;
  if (value.kind !== "tensor" || type === undefined || !decides || type.axes.length !== 1) {
    const parameters = {
      output: name.text,
      category: category.name,
      found: type === undefined ? value.kind : showType(type),
    };
    const help = [`end it with \`classify(${category.name})\``];
    e.report(diagnostic("output_kind", statement.value.span, parameters, { help }));
    return undefined;
  }
  if (type.presence === "optional") {
    e.report(diagnostic("inputs_optional", name.span, { output: name.text }));
    return undefined;
  }
  return {
    value: value.value,
    spec: {
      name: name.text,
      ...(statement.documentation === undefined ? {} : { documentation: statement.documentation }),
      span: statement.span,
      category,
    },
  };
}

function reportOutputType(e: Elaborator, statement: OutputStatement, scope: Scope): void {
  const { text, span } = statement.type.name;
  const categories = visibleNames(scope).filter((name) => lookUp(scope, name)?.value.kind === "category");
  const guess = nearest(text, categories);
  const help =
    guess === undefined
      ? `declare what it decides: \`category ${text} = ["…", "…"]\``
      : `did you mean \`${guess}\`?`;
  const fixes = guess === undefined ? [] : [{ title: `Write ${guess}`, edits: [{ span, text: guess }] }];
  e.report(diagnostic("unknown_type", span, { name: text }, { help: [help], fixes }));
}
