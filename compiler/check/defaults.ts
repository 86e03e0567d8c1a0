import { diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Expression, Parameter } from "../../grammar/ast.ts";
import type { SettingSpec } from "../operators/settings.ts";
import type { Elaborator } from "./elaborator.ts";
import { namesIn } from "./pattern.ts";
import { readSetting } from "./read-setting.ts";
import { bind, createScope } from "./scope.ts";
import {
  type Block,
  type BlockParameter,
  type BlockSettings,
  POISON,
  type Scope,
  type Value,
} from "./values.ts";

type Parameters = ReadonlyMap<string, BlockParameter>;

/**
 * Checks the defaults of a block's settings for every use at once: `scope` holds what stands for settings and sizes. A
 * default may use the settings before it and the sizes that values tell.
 */
export function checkDefaults(
  e: Elaborator,
  block: Block,
  own: readonly Parameter[],
  settings: Parameters,
  sizes: readonly string[],
  scope: Scope,
): void {
  const before = scopeOfDefaults(block, sizes, scope);
  for (const [i, { name, default: given }] of own.entries()) {
    const setting = settings.get(name.text);
    if (setting?.kind !== "setting") continue;
    const stand = scope.names.get(name.text)!.value;
    if (given !== undefined && stand.kind !== "poison" && namesEarlier(e, own, settings, i, given)) {
      readDefault(e, before, name.text, setting.spec, given);
    }
    bind(before, name.text, stand, name.span);
  }
}

/**
 * The settings of a use with the defaults of those that are not given, in the parameters' order; `scope` holds the sizes
 * that the values at hand tell. Undefined after reporting.
 */
export function withDefaults(
  e: Elaborator,
  block: Block,
  sizes: readonly string[],
  scope: Scope,
  given: BlockSettings,
): BlockSettings | undefined {
  const before = scopeOfDefaults(block, sizes, scope);
  const settings = new Map(given);
  let sound = true;
  for (const [name, parameter] of block.signature?.parameters ?? []) {
    if (parameter.kind !== "setting") continue;
    const { default: written } = parameter.item;
    const value =
      given.get(name) ?? (written && readDefault(e, before, name, parameter.spec, written)) ?? POISON;
    sound &&= value.kind !== "poison";
    settings.set(name, value);
    bind(before, name, value, parameter.item.name.span);
  }
  return sound ? settings : undefined;
}

function scopeOfDefaults(block: Block, sizes: readonly string[], scope: Scope): Scope {
  const before = createScope(block.scope);
  for (const name of sizes) {
    const size = scope.names.get(name);
    if (size !== undefined) bind(before, name, size.value, size.span);
  }
  return before;
}

function readDefault(
  e: Elaborator,
  scope: Scope,
  name: string,
  spec: SettingSpec,
  written: Expression,
): Value | undefined {
  const read = readSetting({ e, scope, name }, spec, written);
  return read === undefined ? undefined : settingValue(spec, read);
}

/** Whether a default names none of the parameters that it cannot use; reports where it does. */
function namesEarlier(
  e: Elaborator,
  own: readonly Parameter[],
  settings: Parameters,
  place: number,
  written: Expression,
): boolean {
  const { name: setting } = own[place]!;
  const spec = settings.get(setting.text);
  const choices = spec?.kind === "setting" && spec.spec.kind === "choice" ? spec.spec.choices : [];
  let sound = true;
  for (const { text, span } of namesIn(written)) {
    const at = own.findIndex(({ name }) => name.text === text);
    const isValue = !settings.has(text);
    if (at === -1 || choices.includes(text) || (at < place && !isValue)) continue;
    sound = false;
    const reason = isValue
      ? "is a value of the model"
      : at === place
        ? "is what it stands for"
        : "stands behind it";
    const related = [{ span: own[at]!.span, text: "the parameter" }];
    e.report(diagnostic("default_refers", span, { setting: setting.text, name: text, reason }, { related }));
  }
  return sound;
}

/** A setting that was read, as a value that the block's body can hand on. */
export function settingValue(spec: SettingSpec, read: unknown): Value {
  if (spec.kind === "choice")
    return { kind: "choice", text: read as string, words: spec.choices, isOpen: false };
  if (Array.isArray(read)) return { kind: "list", items: read.map((item) => settingValue(spec, item)) };
  if (typeof read === "boolean") return { kind: "flag", holds: read };
  if (typeof read === "number") return { kind: "number", size: read };
  const record = read as
    | { readonly labels: readonly string[]; readonly name: string }
    | { readonly text: string };
  return "labels" in record ? { kind: "category", category: record } : { kind: "number", size: record };
}
