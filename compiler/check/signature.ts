import { diagnostic } from "../../diagnostics/diagnostic.ts";
import { listNames } from "../../diagnostics/suggest.ts";
import type { Parameter, TypeExpression } from "../../grammar/ast.ts";
import {
  category,
  choice,
  flag,
  integer,
  integers,
  number,
  type SettingSpec,
} from "../operators/settings.ts";
import { repeated } from "./arguments.ts";
import { checkDefaults } from "./defaults.ts";
import type { Elaborator } from "./elaborator.ts";
import { nameTaken } from "./name-taken.ts";
import { checkSymbols, readPattern, sizesOf } from "./pattern.ts";
import { bind } from "./scope.ts";
import { settingStandIn, valueStandIn } from "./stand-in.ts";
import { refuseParts } from "./type-parts.ts";
import {
  type Block,
  type BlockParameter,
  type Pattern,
  POISON,
  type Scope,
  type Signature,
  type Value,
} from "./values.ts";

/** Parameters that are settings, by their type's name. */
const SETTING_TYPES: ReadonlyMap<string, SettingSpec> = new Map<string, SettingSpec>([
  ["int", integer("a whole number", { least: 0 })],
  ["number", number("a number")],
  ["flag", flag("true or false")],
  ["category", category("a category")],
]);
const CHOICE = "choice";
const INTEGERS = integers("a list of whole numbers");

/**
 * Reads what a block takes and gives, and puts into `scope`, that of its body, a symbol for every parameter and size.
 * Undefined after reporting; then parameters with errors are poison.
 */
export function readSignature(e: Elaborator, block: Block, scope: Scope): Signature | undefined {
  const before = e.errors();
  const { item } = block;
  const own = distinct(e, item.parameters);
  const parameters = new Map<string, BlockParameter>();

  // Settings first: sizes of values may be said by them.
  for (const parameter of own) {
    const spec = settingOf(e, parameter);
    if (spec === undefined) continue;
    parameters.set(parameter.name.text, { item: parameter, kind: "setting", spec });
    bind(scope, parameter.name.text, settingStandIn(parameter.name.text, spec), parameter.name.span);
  }
  const settings = new Map(parameters);
  const patterns = new Map<Parameter, Pattern>();
  for (const parameter of own) {
    if (parameters.has(parameter.name.text)) continue;
    const pattern = readValueType(e, scope, parameter);
    if (pattern !== undefined) patterns.set(parameter, pattern);
  }
  const symbols = bindSymbols(e, scope, [...patterns.values()], own);
  checkDefaults(e, block, own, settings, symbols, scope);
  for (const parameter of own) {
    const { text, span } = parameter.name;
    if (parameters.has(text)) continue;
    const pattern = patterns.get(parameter);
    if (pattern === undefined || !checkSymbols(e, pattern, scope, symbols, false)) {
      bind(scope, text, POISON, span);
      continue;
    }
    const kind = parameter.type.name.text === "list" ? "values" : "value";
    parameters.set(text, { item: parameter, kind, pattern });
    const stand = (): Value => valueStandIn(e, scope, parameter, pattern);
    bind(scope, text, kind === "values" ? { kind: "list", items: [stand(), stand()] } : stand(), span);
  }
  const results = readResults(e, scope, block, symbols);
  // What is missing in the source was reported there.
  const isComplete = own.every(({ name }) => name.text !== "" && parameters.has(name.text));
  if (e.errors() > before || !isComplete || results === undefined) return undefined;
  return { parameters: inOrder(own, parameters), ...results };
}

function distinct(e: Elaborator, parameters: readonly Parameter[]): Parameter[] {
  const first = new Map<string, Parameter>();
  for (const parameter of parameters) {
    const { name } = parameter;
    const taken = first.get(name.text);
    if (taken === undefined) first.set(name.text, parameter);
    else if (name.text !== "") e.report(nameTaken(name, taken.name.span));
  }
  return [...first.values()];
}

/** What a setting takes; undefined for values of the model. */
function settingOf(e: Elaborator, { type }: Parameter): SettingSpec | undefined {
  if (type.name.text === CHOICE) return choiceOf(e, type);
  const [of] = type.parameters;
  const isIntegers = type.name.text === "list" && (of === undefined || of.name.text === "int");
  const spec = isIntegers ? INTEGERS : SETTING_TYPES.get(type.name.text);
  if (spec === undefined) return undefined;
  refuseParts(e, type, ["arguments", "axes", "rate", "range"]);
  if (!isIntegers) refuseParts(e, type, ["parameters"]);
  return spec;
}

/** `choice<relu, tanh>`: one of the words in the brackets. */
function choiceOf(e: Elaborator, type: TypeExpression): SettingSpec {
  refuseParts(e, type, ["arguments", "axes", "rate", "range"]);
  const first = new Map<string, TypeExpression>();
  for (const word of type.parameters) {
    refuseParts(e, word, ["parameters", "arguments", "axes", "rate", "range"]);
    const before = first.get(word.name.text);
    if (before !== undefined) e.report(repeated(word, before.span, word.name.text));
    else if (word.name.text !== "") first.set(word.name.text, word);
  }
  if (type.parameters.length === 0) e.report(diagnostic("choices_missing", type.span, {}));
  return choice([...first.keys()], `one of ${listNames([...first.keys()])}`);
}

/** `x: feature`, `xs: list<feature>` */
function readValueType(
  e: Elaborator,
  scope: Scope,
  { name, type, default: given }: Parameter,
): Pattern | undefined {
  if (given !== undefined) {
    const parameters = { setting: name.text, expected: "a value at each use", found: "a default" };
    e.report(diagnostic("setting_kind", given.span, parameters));
  }
  const [of] = type.parameters;
  const isList = type.name.text === "list" && of !== undefined;
  if (isList) refuseParts(e, type, ["arguments", "axes", "rate", "range"]);
  return readPattern(
    e,
    scope,
    isList ? of : type,
    isList ? ["int"] : [...SETTING_TYPES.keys(), CHOICE, "list"],
  );
}

/** Gives every symbol that stands bare in a value's type a size of its name, which no parameter may have. */
function bindSymbols(
  e: Elaborator,
  scope: Scope,
  patterns: readonly Pattern[],
  parameters: readonly Parameter[],
): string[] {
  const taken = new Map(parameters.map(({ name }) => [name.text, name.span]));
  const symbols = new Set<string>();
  for (const size of patterns.flatMap(sizesOf)) {
    if (size.kind !== "symbol" || symbols.has(size.name)) continue;
    const parameter = taken.get(size.name);
    if (parameter !== undefined) e.report(nameTaken({ text: size.name, span: size.span }, parameter));
    symbols.add(size.name);
    bind(scope, size.name, { kind: "number", size: { text: size.name } }, size.span);
  }
  return [...symbols];
}

/** What a block declares to give, if anything; undefined where that has errors. */
function readResults(
  e: Elaborator,
  scope: Scope,
  { item }: Block,
  symbols: readonly string[],
): Pick<Signature, "result" | "results"> | undefined {
  const read = (type: Parameter["type"]): Pattern | undefined => {
    const pattern = readPattern(e, scope, type);
    return pattern && checkSymbols(e, pattern, scope, symbols, true) ? pattern : undefined;
  };
  if (item.result !== undefined) {
    const result = read(item.result);
    return result && { result };
  }
  if (item.results === undefined) return {};
  const results = new Map<string, Pattern>();
  for (const { name, type } of distinct(e, item.results)) {
    const pattern = read(type);
    if (pattern !== undefined && name.text !== "") results.set(name.text, pattern);
  }
  return results.size === item.results.length ? { results } : undefined;
}

const inOrder = (own: readonly Parameter[], read: ReadonlyMap<string, BlockParameter>) =>
  new Map(own.map(({ name }) => [name.text, read.get(name.text)!]));
