import { type Details, diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Span } from "../../diagnostics/source.ts";
import type { InputStatement, OutputStatement } from "../../grammar/ast.ts";
import { type AnyModality, WHOLE } from "../modalities/define.ts";
import { modalities } from "../modalities/index.generated.ts";
import type { AnyOutputKind, Remedy } from "../outputs/define.ts";
import { outputKinds } from "../outputs/index.generated.ts";
import { type InputPart, type InputSpec, lengthFeed, type OutputSpec } from "../plan/interface.ts";
import type { ValueType } from "../types/value-type.ts";
import type { Elaborator } from "./elaborator.ts";
import { readInputType } from "./input-type.ts";
import { nameTaken } from "./name-taken.ts";
import { readOutputType } from "./output-type.ts";
import { bind, lookUp } from "./scope.ts";
import { describe, POISON, type Scope, type TypedValue, type Value } from "./values.ts";

export interface Input {
  readonly spec: InputSpec;
  /** One for each part of the input, in their order. */
  readonly values: readonly TypedValue[];
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
  const presence: ValueType["presence"] = optional ? "optional" : "always";
  const parts = [...read.types].map(([part, declared]): InputPart => {
    const type = { ...declared, presence };
    const { dtype, shape } = (modalities[modality] as AnyModality).parts[part]!.values(type);
    return part === WHOLE
      ? { feed: name.text, dtype, shape, type }
      : { name: part, feed: `${name.text}/${part}`, dtype, shape, type };
  });
  const values = parts.map(({ type }) => e.value(type, statement.type.span));
  bind(scope, name.text, boundValue(parts, values), name.span);
  const spec: InputSpec = {
    name: name.text,
    ...(documentation === undefined ? {} : { documentation }),
    span,
    modality,
    settings,
    parts,
    optional,
    lengths: lengthsOf(parts),
    ...(optional ? { presence: `${name.text}/present` } : {}),
  };
  return { spec, values };
}

/** What the input's name stands for: its value, or its parts by name. */
function boundValue(parts: readonly InputPart[], values: readonly TypedValue[]): Value {
  const tensors = values.map((value): Value => ({ kind: "tensor", value }));
  if (parts[0]?.name === undefined) return tensors[0]!;
  return { kind: "results", results: new Map(parts.map(({ name }, i) => [name!, tensors[i]!])) };
}

/** The feeds of lengths, each once though several axes may be filled alike. */
function lengthsOf(parts: readonly InputPart[]): Record<string, string> {
  const axes = new Map<string, string>();
  for (const { name, ragged } of parts.flatMap(({ type }) => type.axes)) {
    if (ragged !== undefined && !axes.has(ragged)) axes.set(ragged, name);
  }
  return Object.fromEntries([...axes].map(([ragged, axis]) => [axis, lengthFeed(ragged)]));
}

/** `output mood: Mood = joint |> classify(Mood)`; undefined after reporting, or where the value is poison. */
export function checkOutput(e: Elaborator, statement: OutputStatement, scope: Scope): Output | undefined {
  const { name, documentation, span } = statement;
  const value = e.below(e.path(name.text), false, () => e.evaluate(statement.value, scope));
  const declared = readOutputType(e, statement.type, scope);
  if (!isFree(e, statement, scope)) return undefined;
  bind(scope, name.text, value, name.span);
  if (declared === undefined || value.kind === "poison") return undefined;
  const at = statement.value.span;
  const type = value.kind === "tensor" ? value.value.type : undefined;
  const output = declared(type);
  const kind: AnyOutputKind = outputKinds[output.kind];
  if (value.kind !== "tensor" || type === undefined || !kind.fits(output as never, type)) {
    const parameters = { output: name.text, needed: kind.needs(output as never), found: describe(value) };
    const remedy = type && kind.remedy(output as never, type);
    e.report(diagnostic("output_kind", at, parameters, remedy && mendedBy(remedy, at)));
    return undefined;
  }
  const spec: OutputSpec = {
    name: name.text,
    ...(documentation === undefined ? {} : { documentation }),
    span,
    ...output,
    target: kind.target(output as never),
  };
  return { spec, value: value.value };
}

function mendedBy({ help, append }: Remedy, at: Span): Details {
  if (append === undefined) return { help: [help] };
  const edits = [{ span: { ...at, start: at.end }, text: append }];
  return { help: [help], fixes: [{ title: `end it with \`${append.replace(" |> ", "")}\``, edits }] };
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
