import { diagnostic } from "../../diagnostics/diagnostic.ts";
import type { TypeExpression } from "../../grammar/ast.ts";
import type { AnyModality } from "../modalities/define.ts";
import { type ModalityName, modalities } from "../modalities/index.generated.ts";
import { addSizes } from "../types/size.ts";
import type { ValueType } from "../types/value-type.ts";
import { readSettings, splitArguments } from "./arguments.ts";
import type { Elaborator } from "./elaborator.ts";
import { fitsMemory } from "./memory.ts";
import { readBeside } from "./ranges.ts";
import { refuseParts, unknownType } from "./type-parts.ts";
import type { Scope } from "./values.ts";

/** The declared type of a model's input. */
interface InputType {
  readonly modality: ModalityName;
  readonly settings: Readonly<Record<string, unknown>>;
  /** The types of its parts, by name. */
  readonly types: ReadonlyMap<string, ValueType>;
}

/** Reads the type of a model's input, with everything given; undefined after reporting. */
export function readInputType(
  e: Elaborator,
  scope: Scope,
  expression: TypeExpression,
  input: string,
): InputType | undefined {
  const name = expression.name.text;
  if (!isModality(name)) {
    unknownType(e, expression.name, Object.keys(modalities));
    return undefined;
  }
  const modality: AnyModality = modalities[name];
  const before = e.errors();
  refuseParts(e, expression, ["axes", "parameters"]);
  const split = splitArguments(e, name, expression.arguments, 0, modality.settings);
  const callee = { name, span: expression.name.span };
  const settings = readSettings(e, { scope, callee }, split, modality.settings);
  const beside = { input, ...readBeside(e, scope, expression) };
  if (settings === undefined || e.errors() > before) return undefined;
  modality.check(settings as never, beside, {
    fail(message, at, parameters, details) {
      const places = new Map([
        ["rate", expression.rate?.span],
        ["range", (expression.range ?? expression.modifiers[0])?.span],
      ]);
      const span = split.settings.get(at)?.span ?? places.get(at) ?? expression.span;
      e.report(diagnostic(message, span, parameters, details));
      return undefined;
    },
  });
  if (e.errors() > before) return undefined;
  const types = new Map<string, ValueType>();
  for (const [part, declared] of Object.entries(modality.parts)) {
    const declaredType = declared.type(settings as never, beside);
    if (declaredType === undefined) continue;
    const type = lengthened(declaredType, e.padding);
    if (!fitsMemory(e, expression.span, type)) return undefined;
    types.set(part, type);
  }
  return { modality: name, settings, types };
}

/** The type with every ragged axis longer, so that there is more padding. */
function lengthened(type: ValueType, padding: number): ValueType {
  if (padding === 0) return type;
  const axes = type.axes.map((axis) =>
    axis.ragged === undefined ? axis : { ...axis, size: addSizes(axis.size, padding) },
  );
  return { ...type, axes };
}

export const isModality = (name: string): name is ModalityName => Object.hasOwn(modalities, name);
