import { diagnostic } from "../../diagnostics/diagnostic.ts";
import { nearest } from "../../diagnostics/suggest.ts";
import type { Expression, TypeExpression } from "../../grammar/ast.ts";
import type { AnyModality, Beside } from "../modalities/define.ts";
import { type ModalityName, modalities } from "../modalities/index.generated.ts";
import { category, flag, integer, integers, number, type SettingSpec } from "../operators/settings.ts";
import type { Size } from "../types/size.ts";
import {
  type Axis,
  CHANNEL,
  type Kind,
  LABEL,
  type Range,
  UNBOUNDED,
  type ValueType,
} from "../types/value-type.ts";
import { readSettings, splitArguments } from "./arguments.ts";
import type { Elaborator } from "./elaborator.ts";
import { readSetting } from "./read-setting.ts";
import { lookUp, type Scope } from "./scope.ts";
import type { Value } from "./values.ts";

/** A declared type that a value is held against; sizes that were left open are symbols. */
export interface Pattern {
  readonly type: ValueType;
  /** Symbols that stand bare, and so take their size from the value. */
  readonly symbols: readonly string[];
  /** Whether the category of logits or probabilities is given. */
  readonly category: boolean;
}

/** What a block's parameter takes. */
export type ParameterType =
  | { readonly kind: "value"; readonly pattern: Pattern }
  | { readonly kind: "values"; readonly pattern: Pattern }
  | { readonly kind: "setting"; readonly spec: SettingSpec };

/** Parameters that are settings, by their type's name. */
const SETTING_TYPES: Readonly<Record<string, SettingSpec>> = {
  int: integer("a whole number", { least: 0 }),
  number: number("a number"),
  flag: flag("true or false"),
  category: category("a category"),
};

const KINDS = ["feature", "signal", "tokens", "logits", "probability", "probabilities"] as const;
type KindWord = (typeof KINDS)[number];

const isKind = (name: string): name is KindWord => (KINDS as readonly string[]).includes(name);
const isModality = (name: string): name is ModalityName => Object.hasOwn(modalities, name);

/** Reads a parameter's type; new size symbols are added to `symbols`. Undefined after reporting. */
export function readParameterType(
  e: Elaborator,
  scope: Scope,
  expression: TypeExpression,
  symbols: Map<string, Value>,
): ParameterType | undefined {
  const name = expression.name.text;
  const spec = SETTING_TYPES[name];
  if (spec !== undefined) return { kind: "setting", spec };
  if (name === "list") {
    const [item] = expression.parameters;
    if (item === undefined || item.name.text === "int") {
      return { kind: "setting", spec: integers("a list of whole numbers") };
    }
    const pattern = readPattern(e, scope, item, symbols);
    return pattern && { kind: "values", pattern };
  }
  const pattern = readPattern(e, scope, expression, symbols);
  return pattern && { kind: "value", pattern };
}

/** Reads a type that values are held against: a kind with its axes, or a modality. */
export function readPattern(
  e: Elaborator,
  scope: Scope,
  expression: TypeExpression,
  symbols: Map<string, Value>,
): Pattern | undefined {
  const name = expression.name.text;
  if (isKind(name)) return kindPattern(e, scope, expression, name, symbols);
  if (isModality(name)) return modalityPattern(e, scope, expression, name, symbols);
  reportUnknownType(e, expression, [...KINDS, ...Object.keys(modalities), ...Object.keys(SETTING_TYPES), "list"]);
  return undefined;
}

function kindPattern(
  e: Elaborator,
  scope: Scope,
  expression: TypeExpression,
  name: KindWord,
  symbols: Map<string, Value>,
): Pattern | undefined {
  const [of] = expression.parameters;
  const found = of && lookUp(scope, of.name.text);
  if (found !== undefined) found.used = true;
  const given = found?.value.kind === "category" ? found.value.category : undefined;
  const own = name === "logits" || name === "probability" || name === "probabilities" ? LABEL : CHANNEL;
  const bare: string[] = [];
  const axes: Axis[] = [];
  for (const argument of expression.axes) {
    const size = readSize(e, scope, argument.value, symbols, bare);
    if (size === undefined) return undefined;
    axes.push({ name: argument.name?.text ?? own, size });
  }
  if (axes.length === 0) axes.push({ name: own, size: { text: `?${own}` } });
  const kind: Kind =
    name === "tokens"
      ? { name, vocabulary: { text: "?vocabulary" } }
      : name === "feature" || name === "signal"
        ? { name }
        : { name, of: given ?? { name: of?.name.text ?? "?", labels: [] } };
  const type: ValueType = { kind, axes, range: UNBOUNDED, ...INDEPENDENT };
  return { type, symbols: bare, category: given !== undefined };
}

function modalityPattern(
  e: Elaborator,
  scope: Scope,
  expression: TypeExpression,
  name: ModalityName,
  symbols: Map<string, Value>,
): Pattern | undefined {
  const modality: AnyModality = modalities[name];
  const bare: string[] = [];
  const split = splitArguments(e, name, expression.arguments, 0, modality.settings);
  const settings: Record<string, unknown> = {};
  for (const [setting, spec] of Object.entries(modality.settings)) {
    const argument = split.settings.get(setting);
    settings[setting] =
      argument === undefined
        ? (spec.default ?? (spec.kind === "integer" ? { text: `?${setting}` } : undefined))
        : spec.kind === "integer"
          ? readSize(e, scope, argument.value, symbols, bare)
          : readSetting({ e, scope, name: setting }, spec, argument.value);
  }
  const rate = readRate(e, scope, expression);
  const complete = !Object.values(settings).includes(undefined) && (modality.rate !== "must" || rate !== undefined);
  // With everything given, the modality itself says what the type is; with something open, only its axes are known.
  const type = complete
    ? modality.type(settings as never, { input: name, ...(rate === undefined ? {} : { rate }) })
    : openType(modality);
  return { type, symbols: bare, category: false };
}

const INDEPENDENT = { presence: "always", mixing: "independent" } as const;

function openType(modality: AnyModality): ValueType {
  return {
    kind: modality.kind === "tokens" ? { name: "tokens", vocabulary: { text: "?vocabulary" } } : { name: modality.kind },
    axes: modality.axes.map((name) => ({ name, size: { text: `?${name}` } })),
    range: UNBOUNDED,
    ...INDEPENDENT,
  };
}

/** A size in a type: a number, an expression, or a bare symbol, which is noted in `bare`. */
function readSize(
  e: Elaborator,
  scope: Scope,
  expression: Expression,
  symbols: Map<string, Value>,
  bare: string[],
): Size | undefined {
  if (expression.kind === "name" && lookUp(scope, expression.text) === undefined) {
    const { text } = expression;
    if (!symbols.has(text)) symbols.set(text, { kind: "number", size: { text } });
    if (!bare.includes(text)) bare.push(text);
    const known = symbols.get(text)!;
    return known.kind === "number" ? known.size : { text };
  }
  const read = readSetting({ e, scope, name: "size" }, integer("a size"), expression);
  return read as Size | undefined;
}

/** The type of a model's input, with everything given. */
export function readInputType(
  e: Elaborator,
  scope: Scope,
  expression: TypeExpression,
  input: string,
): { modality: ModalityName; settings: Record<string, unknown>; type: ValueType } | undefined {
  const name = expression.name.text;
  if (!isModality(name)) {
    reportUnknownType(e, expression, Object.keys(modalities));
    return undefined;
  }
  const modality: AnyModality = modalities[name];
  const before = e.errors();
  const split = splitArguments(e, name, expression.arguments, 0, modality.settings);
  const callee = { name, span: expression.name.span };
  const settings = readSettings(e, scope, callee, split.settings, modality.settings);
  const rate = readRate(e, scope, expression);
  const range = readRange(e, scope, expression);
  if (settings === undefined || e.errors() > before) return undefined;
  const beside: Beside = {
    input,
    ...(rate === undefined ? {} : { rate }),
    ...(range === undefined ? {} : { range }),
  };
  modality.check(settings as never, beside, {
    fail(message, at, parameters, details) {
      const places = { rate: expression.rate, range: expression.range ?? expression.modifiers[0] };
      const place = split.settings.get(at) ?? places[at as keyof typeof places] ?? expression;
      e.report(diagnostic(message, place.span, parameters, details));
      return undefined;
    },
  });
  if (e.errors() > before) return undefined;
  return { modality: name, settings, type: modality.type(settings as never, beside) };
}

function readRate(e: Elaborator, scope: Scope, { rate }: TypeExpression): number | undefined {
  if (rate === undefined) return undefined;
  const spec: SettingSpec = { kind: "quantity", dimension: "frequency", summary: "the rate" };
  return readSetting({ e, scope, name: "rate" }, spec, rate) as number | undefined;
}

/** `in 0..1` or `standardised`; undefined where neither stands. */
function readRange(
  e: Elaborator,
  scope: Scope,
  { range, modifiers }: TypeExpression,
): Range | undefined {
  let standardised = false;
  for (const { text, span } of modifiers) {
    if (text === "standardised") standardised = true;
    else e.report(diagnostic("unknown_choice", span, { setting: "range", found: text, choices: "standardised" }));
  }
  return standardised ? { name: "standardised" } : range && readBounds(e, scope, range);
}

function readBounds(e: Elaborator, scope: Scope, range: Expression): Range | undefined {
  if (range.kind === "missing") return undefined;
  const ends = range.kind === "range" ? [range.from, range.to] : [];
  const [low, high] = ends.map((end) => readSetting({ e, scope, name: "in" }, number("a bound"), end));
  if (typeof low === "number" && typeof high === "number" && low < high) return { name: "between", low, high };
  if (range.kind === "range" && (low === undefined || high === undefined)) return undefined;
  const expected = "a range from low to high, such as 0..1";
  e.report(diagnostic("setting_kind", range.span, { setting: "in", expected, found: `\`${e.words(range.span)}\`` }));
  return undefined;
}

function reportUnknownType(e: Elaborator, expression: TypeExpression, known: readonly string[]): void {
  const { text, span } = expression.name;
  const guess = nearest(text, known);
  const fixes = guess === undefined ? [] : [{ title: `Write ${guess}`, edits: [{ span, text: guess }] }];
  const help = guess === undefined ? `the types known here are ${known.join(", ")}` : `did you mean \`${guess}\`?`;
  e.report(diagnostic("unknown_type", span, { name: text }, { help: [help], fixes }));
}

