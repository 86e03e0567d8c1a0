import { diagnostic } from "../../diagnostics/diagnostic.ts";
import { showType } from "../types/show.ts";
import { showSize } from "../types/size.ts";
import { readArguments } from "./block-arguments.ts";
import { runBody } from "./block-body.ts";
import type { Call } from "./call.ts";
import type { Elaborator } from "./elaborator.ts";
import { axesFor, matchType, placesOf } from "./match-type.ts";
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
  const given = readArguments(e, scope, call, block, "all");
  if (given === undefined) return POISON;
  return expand(e, call, block, given, e.path(block.item.name.text), false);
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
  const values = readArguments(e, scope, call, block, "values");
  if (values === undefined) return POISON;
  return expand(e, call, block, new Map([...settings, ...values]), path, true);
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
  path: string,
  again: boolean,
): Value {
  const scope = createScope(block.scope);
  if (!e.spend(call.span, 1 + given.size) || !bindParameters(e, call, block, scope, given)) return POISON;
  e.expanding.push(block.item);
  const text = `in \`${block.item.name.text}\`, used here`;
  const result = e.deeper(call.span, BLOCK_DEPTH, () =>
    e.via({ span: call.span, text }, () =>
      e.below(path, again, () => runBody(e, block, block.signature, scope)),
    ),
  );
  e.expanding.pop();
  return result ?? POISON;
}

/** Binds parameters and size symbols to what is given; false after reporting what does not fit. */
function bindParameters(
  e: Elaborator,
  call: Call,
  block: Block,
  scope: Scope,
  given: BlockSettings,
): boolean {
  const parameters = [...(block.signature?.parameters ?? [])];
  for (const [name, { kind, item }] of parameters) {
    if (kind === "setting") bind(scope, name, given.get(name)!, item.name.span);
  }
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
      for (const tensor of tensors) {
        const fit = matchType(e, parameter.pattern, tensor.type, scope);
        if (fit !== "fits") sound = false;
        if (fit === "differs") return refuse(e, call, block, parameter, showType(tensor.type), scope);
      }
    });
    bindSizes(parameter, tensors, scope);
  }
  for (const check of pending) check();
  for (const [name, { kind, item }] of parameters) {
    if (kind !== "setting") bind(scope, name, given.get(name)!, item.name.span);
  }
  return sound;
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
function bindSizes(parameter: BlockParameter, tensors: readonly TypedValue[], scope: Scope): void {
  if (parameter.kind === "setting") return;
  const [first] = tensors;
  for (const axis of parameter.pattern.axes) {
    const { size } = axis;
    const found = first && axesFor(axis, first.type);
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
  const help = known.length === 0 ? [] : [`here ${known.join(" and ")}`];
  e.report(diagnostic("argument_type", call.span, parameters, { related, help }));
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
