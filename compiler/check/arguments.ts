import { diagnostic, type Fix } from "../../diagnostics/diagnostic.ts";
import type { Span } from "../../diagnostics/source.ts";
import { listNames, nearest } from "../../diagnostics/suggest.ts";
import type { Argument, Expression } from "../../grammar/ast.ts";
import type { SettingSpec } from "../operators/settings.ts";
import type { ValueType } from "../types/value-type.ts";
import type { Elaborator } from "./elaborator.ts";
import { SETTING_HABITS } from "./habits.ts";
import { readSetting } from "./read-setting.ts";
import type { Scope } from "./scope.ts";

/** The arguments of a call, told apart by what they are for. */
export interface SplitArguments {
  /** Unnamed ones that are values of the model. */
  readonly operands: readonly Expression[];
  /** Setting expressions by name. */
  readonly settings: ReadonlyMap<string, Argument>;
}

/**
 * Tells operands from settings: the first `operandCount` unnamed arguments are operands, the others stand for the
 * settings that may be positional, in their order. Reports names that are no setting, repeated ones, and unnamed
 * ones that need a name.
 */
export function splitArguments(
  e: Elaborator,
  callee: string,
  given: readonly Argument[],
  operandCount: number,
  specs: Readonly<Record<string, SettingSpec>>,
): SplitArguments {
  const positional = Object.keys(specs).filter((name) => specs[name]!.positional === true);
  const operands: Expression[] = [];
  const settings = new Map<string, Argument>();
  let place = 0;
  for (const argument of given) {
    if (argument.name === undefined && operands.length < operandCount) {
      operands.push(argument.value);
      continue;
    }
    const name = argument.name?.text ?? positional[place++];
    if (name === undefined) reportUnnamed(e, callee, argument.span, positional, specs);
    else if (!Object.hasOwn(specs, name)) reportUnknown(e, callee, argument, Object.keys(specs));
    else if (settings.has(name)) e.report(diagnostic("setting_repeated", argument.span, { setting: name }));
    else settings.set(name, argument);
  }
  return { operands, settings };
}

/** Reads all settings of a call, fills in defaults and reports what is missing; undefined when any is wrong. */
export function readSettings(
  e: Elaborator,
  scope: Scope,
  callee: { readonly name: string; readonly span: Span },
  given: ReadonlyMap<string, Argument>,
  specs: Readonly<Record<string, SettingSpec>>,
  operand?: ValueType,
): Record<string, unknown> | undefined {
  const values: Record<string, unknown> = {};
  let sound = true;
  for (const [name, spec] of Object.entries(specs)) {
    const argument = given.get(name);
    if (argument !== undefined) {
      values[name] = readSetting({ e, scope, name, ...(operand && { operand }) }, spec, argument.value);
    } else if (spec.default !== undefined) {
      values[name] = spec.default;
    } else if (spec.optional !== true) {
      const parameters = { callee: callee.name, setting: name, summary: spec.summary };
      e.report(diagnostic("setting_missing", callee.span, parameters));
      sound = false;
    }
    if (argument !== undefined && values[name] === undefined) sound = false;
  }
  return sound ? values : undefined;
}

function reportUnnamed(
  e: Elaborator,
  callee: string,
  span: Span,
  positional: readonly string[],
  specs: Readonly<Record<string, SettingSpec>>,
): void {
  const names = Object.keys(specs);
  const rest = names.filter((name) => !positional.includes(name));
  e.report(
    diagnostic(
      "setting_unnamed",
      span,
      { callee, positional: positional.length === 0 ? "none" : listNames(positional) },
      rest.length === 0
        ? { help: [names.length === 0 ? `\`${callee}\` has no settings` : `\`${callee}\` has no further setting`] }
        : { help: [`its other settings are ${listNames(rest)}: for example \`${rest[0]}: ${e.words(span)}\``] },
    ),
  );
}

function reportUnknown(e: Elaborator, callee: string, argument: Argument, known: readonly string[]): void {
  const name = argument.name!;
  const habit = SETTING_HABITS[name.text];
  const guess = habit !== undefined && known.includes(habit) ? habit : nearest(name.text, known);
  const help =
    guess !== undefined
      ? `did you mean \`${guess}\`?`
      : known.length > 0
        ? `its settings are ${listNames(known)}`
        : `\`${callee}\` has no settings`;
  const fixes: Fix[] =
    guess === undefined ? [] : [{ title: `Write ${guess}`, edits: [{ span: name.span, text: guess }] }];
  e.report(diagnostic("unknown_setting", name.span, { callee, setting: name.text }, { help: [help], fixes }));
}
