import { diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Span } from "../../diagnostics/source.ts";
import { listNames, nearest } from "../../diagnostics/suggest.ts";
import type { Parameter } from "../../grammar/ast.ts";
import { showType } from "../types/show.ts";
import type { ValueType } from "../types/value-type.ts";
import type { Call } from "./apply-operator.ts";
import type { Elaborator } from "./elaborator.ts";
import { matchType } from "./match-type.ts";
import { readSetting } from "./read-setting.ts";
import { bind, createScope, type Scope } from "./scope.ts";
import { misplaced, defineValue, repeat, returned } from "./statements.ts";
import { type ParameterType, type Pattern, readParameterType, readPattern } from "./type-expressions.ts";
import { type Block, type BlockSettings, describe, POISON, type Value } from "./values.ts";

/** A call that makes and applies a fresh instance: `x |> ConvNet(widths: [16, 32])`. */
export function applyBlock(e: Elaborator, scope: Scope, call: Call, block: Block): Value {
  const given = readArguments(e, scope, call, block, { values: true, settings: true });
  if (given === undefined) return POISON;
  return expand(e, call, block, given, e.path(block.item.name.text), false);
}

/** `new ConvNet(widths: [16, 32])`: settings now, values at each use. */
export function createInstance(e: Elaborator, scope: Scope, call: Call, block: Block): Value {
  const settings = readArguments(e, scope, call, block, { values: false, settings: true });
  if (settings === undefined) return POISON;
  return { kind: "instance", block, path: e.path(block.item.name.text), settings };
}

/** A use of an instance: the same paths, and so the same weights, as every other use of it. */
export function applyInstance(
  e: Elaborator,
  scope: Scope,
  call: Call,
  instance: Extract<Value, { kind: "instance" }>,
): Value {
  const values = readArguments(e, scope, call, instance.block, { values: true, settings: false });
  if (values === undefined) return POISON;
  const given = new Map([...instance.settings, ...values]);
  return expand(e, call, instance.block, given, instance.path, true);
}

/** Checks a block for every use at once: sizes and settings are symbols. Marks it broken when it has errors. */
export function checkBlock(e: Elaborator, block: Block): void {
  const { item } = block;
  const scope = createScope(block.scope);
  const symbols = new Map<string, Value>();
  for (const parameter of item.parameters) {
    const type = readParameterType(e, scope, parameter.type, symbols);
    bind(scope, parameter.name.text, type === undefined ? POISON : standIn(e, parameter, type), parameter.name.span);
  }
  for (const [name, value] of symbols) {
    if (!scope.names.has(name)) bind(scope, name, value, item.name.span);
  }
  const result = runBody(e, block, scope);
  checkResult(e, block, scope, result);
  block.broken = e.errors() > 0;
}

/** What stands for a parameter while no use is known. */
function standIn(e: Elaborator, parameter: Parameter, type: ParameterType): Value {
  const name = parameter.name.text;
  switch (type.kind) {
    case "value":
      return { kind: "tensor", value: e.value(type.pattern.type, parameter.span) };
    case "values": {
      const item = (): Value => ({ kind: "tensor", value: e.value(type.pattern.type, parameter.span) });
      return { kind: "list", items: [item(), item()] };
    }
    case "setting":
      break;
  }
  switch (type.spec.kind) {
    case "integers":
      return { kind: "any_list", name };
    case "flag":
      return { kind: "flag", holds: true };
    case "category":
      return { kind: "category", category: { name, labels: ["a", "b"] } };
    default:
      return { kind: "number", size: { text: name } };
  }
}

/** Reads a call's arguments by the block's parameters; undefined after reporting. */
function readArguments(
  e: Elaborator,
  scope: Scope,
  call: Call,
  block: Block,
  wanted: { readonly values: boolean; readonly settings: boolean },
): BlockSettings | undefined {
  const { item } = block;
  const blockName = item.name.text;
  const types = new Map(
    item.parameters.map((p) => [p.name.text, readParameterType(e, createScope(block.scope), p.type, new Map())]),
  );
  const isValue = (p: Parameter) => types.get(p.name.text)?.kind !== "setting";
  const valueNames = item.parameters.filter(isValue).map((p) => p.name.text);
  const given = new Map<string, Value>();
  const spans = new Map<string, Span>();
  let sound = !block.broken;
  let place = 0;

  const take = (name: string, value: Value, span: Span): void => {
    if (given.has(name)) e.report(diagnostic("setting_repeated", span, { setting: name }));
    if (given.has(name) || value.kind === "poison") sound = false;
    given.set(name, value);
    spans.set(name, span);
  };

  if (call.piped !== undefined) {
    const name = valueNames[place++];
    if (name !== undefined) take(name, call.piped.value, call.piped.span);
  }
  for (const argument of call.arguments) {
    const name = argument.name?.text ?? valueNames[place++];
    const parameter = item.parameters.find((p) => p.name.text === name);
    if (name === undefined || parameter === undefined) {
      sound = false;
      reportArgument(e, blockName, argument.name?.text, argument.name?.span ?? argument.span, item.parameters);
      continue;
    }
    const type = types.get(name);
    if (type?.kind === "setting") {
      const value = readSetting({ e, scope, name }, type.spec, argument.value);
      take(name, value === undefined ? POISON : asValue(value), argument.span);
    } else {
      take(name, e.evaluate(argument.value, scope), argument.span);
    }
  }

  for (const parameter of item.parameters) {
    const name = parameter.name.text;
    if (given.has(name) || !(isValue(parameter) ? wanted.values : wanted.settings)) continue;
    if (parameter.default !== undefined) {
      const type = types.get(name);
      const read =
        type?.kind === "setting"
          ? readSetting({ e, scope: block.scope, name }, type.spec, parameter.default)
          : undefined;
      take(name, read === undefined ? POISON : asValue(read), parameter.span);
      continue;
    }
    sound = false;
    if (isValue(parameter)) {
      const parameters = { callee: blockName, expected: `a value for \`${name}\``, found: "none" };
      e.report(diagnostic("operand_missing", call.span, parameters));
    } else {
      const parameters = { callee: blockName, setting: name, summary: `a ${e.words(parameter.type.span)}` };
      e.report(diagnostic("setting_missing", call.nameSpan, parameters));
    }
  }
  return sound ? given : undefined;
}

function reportArgument(
  e: Elaborator,
  block: string,
  name: string | undefined,
  span: Span,
  parameters: readonly Parameter[],
): void {
  const names = parameters.map((p) => p.name.text);
  if (name === undefined) {
    const help = [`its parameters are ${listNames(names)}: write \`name: value\``];
    e.report(diagnostic("setting_unnamed", span, { callee: block, positional: "its values" }, { help }));
    return;
  }
  const guess = nearest(name, names);
  const help = guess === undefined ? `its parameters are ${listNames(names)}` : `did you mean \`${guess}\`?`;
  const fixes = guess === undefined ? [] : [{ title: `Write ${guess}`, edits: [{ span, text: guess }] }];
  e.report(diagnostic("unknown_setting", span, { callee: block, setting: name }, { help: [help], fixes }));
}

/** A setting that was read, as a value that the block's body can hand on. */
function asValue(read: unknown): Value {
  if (Array.isArray(read)) return { kind: "list", items: read.map(asValue) };
  if (typeof read === "boolean") return { kind: "flag", holds: read };
  if (typeof read === "number") return { kind: "number", size: read };
  const record = read as { labels?: readonly string[]; name?: string; text?: string };
  if (record.labels !== undefined && record.name !== undefined) {
    return { kind: "category", category: { name: record.name, labels: record.labels } };
  }
  return { kind: "number", size: { text: record.text ?? "?" } };
}

/** Writes a block out with the values given, below its path. */
function expand(
  e: Elaborator,
  call: Call,
  block: Block,
  given: BlockSettings,
  path: string,
  again: boolean,
): Value {
  const { item } = block;
  const name = item.name.text;
  const key = `${item.span.file}#${name}`;
  if (!e.spend(call.span)) return POISON;
  if (e.expanding.includes(key)) {
    e.report(diagnostic("block_recursive", call.nameSpan, { block: name }));
    return POISON;
  }
  const scope = createScope(block.scope);
  if (!bindParameters(e, call, block, scope, given)) return POISON;

  e.expanding.push(key);
  try {
    return e.via({ span: call.span, text: `in \`${name}\`, used here` }, () =>
      e.below(path, again, () => checkResult(e, block, scope, runBody(e, block, scope))),
    );
  } finally {
    e.expanding.pop();
  }
}

/** Binds parameters and size symbols to what is given; false after reporting what does not fit. */
function bindParameters(e: Elaborator, call: Call, block: Block, scope: Scope, given: BlockSettings): boolean {
  const symbols = new Map<string, Value>();
  const patterns: [Parameter, Pattern, readonly { type: ValueType }[]][] = [];
  for (const parameter of block.item.parameters) {
    const name = parameter.name.text;
    const value = given.get(name)!;
    bind(scope, name, value, parameter.name.span);
    const type = readParameterType(e, createScope(block.scope), parameter.type, new Map());
    if (type === undefined) return false;
    if (type.kind === "setting") continue;
    const values = type.kind === "values" && value.kind === "list" ? value.items : [value];
    const tensors = values.flatMap((v) => (v.kind === "tensor" ? [v.value] : []));
    if (tensors.length !== values.length) {
      return refuse(e, call, block, parameter, e.words(parameter.type.span), describe(value));
    }
    patterns.push([parameter, type.pattern, tensors]);
  }
  for (const [parameter, pattern, tensors] of patterns) {
    for (const tensor of tensors) {
      if (matchType(pattern, tensor.type, symbols)) continue;
      return refuse(e, call, block, parameter, e.words(parameter.type.span), showType(tensor.type));
    }
  }
  for (const [name, value] of symbols) {
    if (!scope.names.has(name)) bind(scope, name, value, block.item.name.span);
  }
  return true;
}

function refuse(
  e: Elaborator,
  call: Call,
  block: Block,
  parameter: Parameter,
  expected: string,
  found: string,
): false {
  e.report(
    diagnostic(
      "argument_type",
      call.span,
      { block: block.item.name.text, expected, parameter: parameter.name.text, found },
      { related: [{ span: parameter.span, text: "the parameter" }] },
    ),
  );
  return false;
}

/** Runs a block's statements and gives what it returns. */
function runBody(e: Elaborator, block: Block, scope: Scope): Value | undefined {
  let result: Value | undefined;
  for (const statement of block.item.body) {
    if (statement.kind === "value") defineValue(e, statement, scope);
    else if (statement.kind === "for") repeat(e, statement, scope);
    else if (statement.kind === "return") result = returned(e, statement, scope);
    else misplaced(e, statement, "`block`");
  }
  return result;
}

/** Holds what a block returns against the type it declares. */
function checkResult(e: Elaborator, block: Block, scope: Scope, result: Value | undefined): Value {
  const { item } = block;
  const name = item.name.text;
  if (result === undefined) {
    e.report(diagnostic("return_missing", item.name.span, { block: name }));
    return POISON;
  }
  if (item.result === undefined || result.kind !== "tensor") return result;
  const pattern = readPattern(e, scope, item.result, new Map());
  if (pattern === undefined) return POISON;
  if (matchType(pattern, result.value.type, new Map())) return result;
  e.report(
    diagnostic(
      "result_type",
      item.result.span,
      { block: name, declared: e.words(item.result.span), found: showType(result.value.type) },
      { related: [{ span: result.value.span, text: "returned from here" }] },
    ),
  );
  return POISON;
}
