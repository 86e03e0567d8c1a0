import { diagnostic } from "../../diagnostics/diagnostic.ts";
import { listNames } from "../../diagnostics/suggest.ts";
import type { Argument } from "../../grammar/ast.ts";
import { showType } from "../types/show.ts";
import { showSize } from "../types/size.ts";
import { readArguments } from "./block-arguments.ts";
import { runBody } from "./block-body.ts";
import type { Call } from "./call.ts";
import { withDefaults } from "./defaults.ts";
import type { Elaborator } from "./elaborator.ts";
import { axesFor, matchType, placesOf, without } from "./match-type.ts";
import { refuseAbsent } from "./present.ts";
import { readSetting } from "./read-setting.ts";
import { bind, createScope, lookUp } from "./scope.ts";
import { BLOCK_DEPTH } from "./session.ts";
import {
  type Block,
  type BlockParameter,
  type BlockSettings,
  describe,
  type Pattern,
  POISON,
  type Scope,
  type TypedValue,
  type Value,
} from "./values.ts";

/** A call that makes and applies a fresh instance: `x |> ConvNet(widths: [16, 32])`. */
export function applyBlock(e: Elaborator, scope: Scope, call: Call, block: Block): Value {
  if (isRecursive(e, call, block)) return POISON;
  const [own, each] = apart(call, block);
  const given = readArguments(e, scope, own, block, "all");
  const through = given && passingThrough(e, scope, block, given, each);
  if (given === undefined || through === undefined) return POISON;
  return expand(e, call, block, given, through, e.path(block.item.name.text), false);
}

/** `new ConvNet(widths: [16, 32])`: settings now, values at each use. */
export function createInstance(e: Elaborator, scope: Scope, call: Call, block: Block): Value {
  if (isRecursive(e, call, block)) return POISON;
  const settings = readArguments(e, scope, call, block, "settings");
  if (settings === undefined) return POISON;
  return { kind: "instance", block, path: e.path(block.item.name.text), settings };
}

/** A use of an instance: the same paths, and so the same weights, as every other use of it. */
export function applyInstance(
  e: Elaborator,
  scope: Scope,
  call: Call,
  { block, path, settings }: Extract<Value, { kind: "instance" }>,
): Value {
  const [own, each] = apart(call, block);
  const values = readArguments(e, scope, own, block, "values");
  const through = values && passingThrough(e, scope, block, values, each);
  if (values === undefined || through === undefined) return POISON;
  return expand(e, call, block, new Map([...settings, ...values]), through, path, true);
}

/** What says which axes pass through a block: `clip |> ConvNet(widths: [16], each: time)`. */
const EACH = "each";

/** A call without that setting, and the setting, which a parameter of that name would be. */
function apart(call: Call, block: Block): [Call, Argument | undefined] {
  const each = call.arguments.find(({ name }) => name?.text === EACH);
  if (each === undefined || block.signature?.parameters.has(EACH) === true) return [call, undefined];
  return [{ ...call, arguments: call.arguments.filter((argument) => argument !== each) }, each];
}

/**
 * The axes that pass through a use of a block: those that the call names, and those that pass through the block around
 * it, as far as a value has them that is handed in. Undefined after reporting.
 */
function passingThrough(
  e: Elaborator,
  scope: Scope,
  { signature }: Block,
  given: BlockSettings,
  each: Argument | undefined,
): readonly string[] | undefined {
  const tensors = [...given].flatMap(([name, value]) => {
    const parameter = signature?.parameters.get(name);
    return parameter === undefined || parameter.kind === "setting" ? [] : (tensorsOf(parameter, value) ?? []);
  });
  const axes = tensors.flatMap(({ type }) => type.axes);
  const operand = tensors[0] && { ...tensors[0].type, axes };
  const at = { e, scope, name: EACH, ...(operand && { operand }) };
  const spec = { kind: "axes", summary: "the axes that pass through" } as const;
  const named = each === undefined ? [] : readSetting(at, spec, each.value);
  if (named === undefined) return undefined;
  const outer = e.passing.filter((name) => axes.some((axis) => axis.name === name));
  return [...new Set([...outer, ...(named as readonly string[])])];
}

function isRecursive(e: Elaborator, call: Call, block: Block): boolean {
  if (!e.expanding.includes(block.item)) return false;
  const related = [{ span: block.item.name.span, text: "defined here" }];
  e.report(diagnostic("block_recursive", call.nameSpan, { block: block.item.name.text }, { related }));
  return true;
}

/** Writes a block out with the values given, below its path. */
function expand(
  e: Elaborator,
  call: Call,
  block: Block,
  given: BlockSettings,
  through: readonly string[],
  path: string,
  again: boolean,
): Value {
  const scope = createScope(block.scope);
  if (!e.spend(call.span, 1 + given.size)) return POISON;
  const around = e.passing.splice(0, e.passing.length, ...through);
  const leave = () => void e.passing.splice(0, e.passing.length, ...around);
  const text = `in \`${block.item.name.text}\`, used here`;
  const bound = bindParameters(e, call, block, scope, given, { span: call.span, text });
  if (bound === undefined) {
    leave();
    return POISON;
  }
  e.expanding.push(block.item);
  const from = e.applications.length;
  const result = e.deeper(call.span, BLOCK_DEPTH, () =>
    e.via({ span: call.span, text }, () =>
      e.below(path, again, () => runBody(e, block, block.signature, scope)),
    ),
  );
  e.expanding.pop();
  leave();
  if (result === undefined) return POISON;
  e.uses.push({
    block: block.item,
    path,
    span: call.span,
    given: bound,
    result,
    from,
    to: e.applications.length,
  });
  return result;
}

/**
 * Binds parameters and size symbols to what is given and to defaults, and gives what the parameters stand for; undefined
 * after reporting what does not fit.
 */
function bindParameters(
  e: Elaborator,
  call: Call,
  block: Block,
  scope: Scope,
  given: BlockSettings,
  step: Parameters<Elaborator["via"]>[0],
): BlockSettings | undefined {
  const parameters = [...(block.signature?.parameters ?? [])];
  let sound = true;
  // Sizes are expressions over symbols that may stand bare in another parameter, so the symbols come first.
  const pending: (() => void)[] = [];
  for (const [name, parameter] of parameters) {
    if (parameter.kind === "setting") continue;
    const value = given.get(name)!;
    const tensors = tensorsOf(parameter, value);
    if (tensors === undefined) {
      sound = false;
      if (!holdsPoison(value)) refuse(e, call, block, parameter, describe(value));
      continue;
    }
    pending.push(() => {
      if (refuseAbsent(e, call, block, parameter, tensors)) {
        sound = false;
        return;
      }
      for (const tensor of tensors) {
        const fit = matchType(e, parameter.pattern, tensor.type, scope);
        if (fit !== "fits") sound = false;
        if (fit === "differs") return refuse(e, call, block, parameter, showType(tensor.type), scope, tensor);
      }
    });
    bindSizes(e, parameter, tensors, scope);
  }
  const settings = e.via(step, () => withDefaults(e, block, [...scope.names.keys()], scope, given));
  if (settings === undefined) return undefined;
  const bindAll = (isSetting: boolean): void => {
    for (const [name, { kind, item }] of parameters) {
      if ((kind === "setting") === isSetting) bind(scope, name, settings.get(name)!, item.name.span);
    }
  };
  bindAll(true);
  for (const check of pending) check();
  bindAll(false);
  return sound ? settings : undefined;
}

/** The values of the model that are handed to a parameter; undefined where something else is. */
function tensorsOf({ kind }: BlockParameter, value: Value): readonly TypedValue[] | undefined {
  const values = kind === "values" && value.kind === "list" ? value.items : [value];
  const tensors = values.flatMap((v) => (v.kind === "tensor" ? [v.value] : []));
  return tensors.length === values.length ? tensors : undefined;
}

const holdsPoison = (value: Value): boolean =>
  value.kind === "poison" || (value.kind === "list" && value.items.some(holdsPoison));

/** Gives the symbols of a parameter the sizes of the first value that is handed to it. */
function bindSizes(
  e: Elaborator,
  parameter: BlockParameter,
  tensors: readonly TypedValue[],
  scope: Scope,
): void {
  if (parameter.kind === "setting") return;
  const first = tensors[0] && without(tensors[0].type, e.passing);
  for (const axis of parameter.pattern.axes) {
    const { size } = axis;
    const found = first && axesFor(axis, first);
    if (size.kind !== "symbol" || found === undefined || scope.names.has(size.name)) continue;
    bind(scope, size.name, { kind: "number", size: placesOf(found) }, size.span);
  }
}

function refuse(
  e: Elaborator,
  call: Call,
  block: Block,
  parameter: BlockParameter,
  found: string,
  scope?: Scope,
  value?: TypedValue,
): void {
  const { item } = parameter;
  const known =
    parameter.kind === "setting" || scope === undefined ? [] : knownSizes(parameter.pattern, scope);
  const parameters = {
    block: block.item.name.text,
    expected: e.words(item.type.span),
    parameter: item.name.text,
    found,
  };
  const related = [{ span: item.span, text: "the parameter" }];
  const help = [
    ...(known.length === 0 ? [] : [`here ${known.join(" and ")}`]),
    ...(parameter.kind === "setting" || value === undefined ? [] : eachHelp(parameter.pattern, value)),
  ];
  e.report(diagnostic("argument_type", call.span, parameters, { related, help }));
}

/** Where a value only has axes more than a type speaks of: how the block works on every place of those. */
function eachHelp(pattern: Pattern, { type }: TypedValue): string[] {
  const spoken = pattern.axes.map((axis) => axesFor(axis, type));
  const names = spoken.flatMap((axes) => (axes ?? []).map(({ name }) => name));
  const more = type.axes.map(({ name }) => name).filter((name) => !names.includes(name));
  if (spoken.includes(undefined) || more.length === 0) return [];
  const axes = more.length === 1 ? more[0]! : `[${more.join(", ")}]`;
  return [
    `to let it work on every place of ${listNames(more).replace(/ or ([^,]*)$/, " and $1")} by itself, write \`${EACH}: ${axes}\``,
  ];
}

/** What symbols of a type stand for at this use, where another parameter has said it: `D is 4`. */
function knownSizes({ axes }: Pattern, scope: Scope): string[] {
  const known = axes.flatMap(({ size }) => {
    const found = size.kind === "symbol" ? lookUp(scope, size.name) : undefined;
    if (size.kind !== "symbol" || found?.value.kind !== "number" || found.span === size.span) return [];
    return [`${size.name} is ${showSize(found.value.size)}`];
  });
  return [...new Set(known)];
}
