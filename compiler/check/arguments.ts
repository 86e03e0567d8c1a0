import { type Details, diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Span } from "../../diagnostics/source.ts";
import { listNames, nearest } from "../../diagnostics/suggest.ts";
import type { Argument, Expression } from "../../grammar/ast.ts";
import { FOLLOWS } from "../operators/rules.ts";
import { isOpen, type SettingSpec } from "../operators/settings.ts";
import { showSize } from "../types/size.ts";
import type { ValueType } from "../types/value-type.ts";
import type { Elaborator } from "./elaborator.ts";
import { settingMeant } from "./habits.ts";
import { noSuchAxis, readSetting } from "./read-setting.ts";
import { offer } from "./suggestion.ts";
import type { Scope } from "./values.ts";

/** The arguments of a call, told apart by what they are for. */
export interface SplitArguments {
  /** Unnamed ones that are values of the model. */
  readonly operands: readonly Expression[];
  /** Setting expressions by name. */
  readonly settings: ReadonlyMap<string, Argument>;
  /** Settings that were probably meant by names that are none. */
  readonly meant: ReadonlySet<string>;
  /** Arguments of names that a setting takes freely, in their order. */
  readonly open: readonly Argument[];
}

type Specs = Readonly<Record<string, SettingSpec>>;

/**
 * Tells operands from settings: the first `operandCount` unnamed arguments are operands, the others stand for the
 * settings that may be positional, in their order. Reports names that are no setting, repeated ones, and unnamed
 * ones that need a name. What `isAxis` says to be the name of an axis is no operand.
 */
export function splitArguments(
  e: Elaborator,
  callee: string,
  given: readonly Argument[],
  operandCount: number,
  specs: Specs,
  isAxis: (expression: Expression) => boolean = () => false,
): SplitArguments {
  const positional = Object.keys(specs).filter((name) => specs[name]!.positional === true);
  const known = Object.keys(specs).filter((name) => !isOpen(specs[name]!));
  const takesAny = known.length < Object.keys(specs).length;
  const open: Argument[] = [];
  const operands: Expression[] = [];
  const settings = new Map<string, Argument>();
  const meant = new Set<string>();
  const refused: Argument[] = [];
  const isGiven = (name: string) => given.some((argument) => argument.name?.text === name);
  const needed = known.filter((name) => isRequired(specs[name]!) && !isGiven(name));
  let place = 0;
  for (const argument of given) {
    if (argument.name === undefined && isAxis(argument.value)) {
      const name = Object.keys(specs).find((setting) => specs[setting]!.kind === "axes")!;
      reportUnnamed(e, callee, argument.span, positional, specs, name);
      if (!settings.has(name)) settings.set(name, argument);
      continue;
    }
    // Of any number of values a number is none, where a setting is still to be given.
    const isNumber = operandCount === Infinity && argument.value.kind === "number";
    if (argument.name === undefined && isNumber && needed.length > 0) {
      refused.push(argument);
      continue;
    }
    if (argument.name === undefined && operands.length < operandCount) {
      operands.push(argument.value);
      continue;
    }
    const name = argument.name?.text ?? positional[place++];
    if (name === undefined) refused.push(argument);
    else if (!takesAny && !known.includes(name)) {
      const wanted = reportUnknown(e, callee, argument, known);
      if (wanted === undefined) refused.push(argument);
      else meant.add(wanted);
    } else if (settings.has(name)) e.report(repeated(argument, settings.get(name)!.span, name));
    else {
      settings.set(name, argument);
      if (!known.includes(name)) open.push(argument);
    }
  }
  // What could not be taken was probably meant for what is missing, in order.
  const missing = Object.keys(specs).filter(
    (name) => !settings.has(name) && !meant.has(name) && isRequired(specs[name]!) && !isOpen(specs[name]!),
  );
  refused.forEach((argument, index) => {
    const wanted = missing[index];
    if (wanted !== undefined) meant.add(wanted);
    if (argument.name !== undefined) return;
    const grouped = groupedDigits(e, given[given.indexOf(argument) - 1], argument);
    reportUnnamed(e, callee, argument.span, positional, specs, wanted, grouped);
  });
  return { operands, settings, meant, open };
}

/** `5,000`: the comma was meant to group digits. */
function groupedDigits(e: Elaborator, before: Argument | undefined, { span }: Argument): Details | undefined {
  const digits = e.words(span);
  if (before?.value.kind !== "number" || before.span.end + 1 !== span.start || !/^\d{3}$/.test(digits))
    return undefined;
  const number = `${e.words(before.value.span)}_${digits}`;
  const edits = [{ span: { ...span, start: before.span.end }, text: `_${digits}` }];
  return { help: ["digits are grouped by `_`"], fixes: [{ title: `write \`${number}\``, edits }] };
}

function isRequired(spec: SettingSpec): boolean {
  return spec.default === undefined && spec.optional !== true;
}

export function repeated(again: { readonly span: Span }, first: Span, setting: string) {
  const related = [{ span: first, text: "given here first" }];
  return diagnostic("setting_repeated", again.span, { setting }, { related });
}

/** Where the settings of a call are read. */
interface Reading {
  readonly scope: Scope;
  readonly callee: { readonly name: string; readonly span: Span };
  /** The type of the operator's first operand. */
  readonly operand?: ValueType | undefined;
  /** Settings that are not read: what they refer to is not known. */
  readonly skip?: (name: string, spec: SettingSpec) => boolean;
}

/** Reads all settings of a call, fills in defaults and reports what is missing; undefined when any is wrong. */
export function readSettings(
  e: Elaborator,
  { scope, callee, operand, skip = () => false }: Reading,
  given: SplitArguments,
  specs: Specs,
): Record<string, unknown> | undefined {
  const values: Record<string, unknown> = {};
  let sound = true;
  for (const [name, spec] of Object.entries(specs)) {
    const argument = isOpen(spec) ? undefined : given.settings.get(name);
    if (skip(name, spec)) sound = false;
    else if (isOpen(spec) && given.open.length > 0) {
      values[name] = readOpen({ e, scope, name, ...(operand && { operand }) }, spec, given.open);
      if (values[name] === undefined) sound = false;
    } else if (argument !== undefined) {
      values[name] = readSetting({ e, scope, name, ...(operand && { operand }) }, spec, argument.value);
      if (values[name] === undefined) sound = false;
    } else if (spec.default !== undefined) values[name] = spec.default;
    else if (given.meant.has(name)) sound = false;
    else if (isRequired(spec)) {
      sound = false;
      const parameters = { callee: callee.name, setting: name, summary: spec.summary };
      e.report(diagnostic("setting_missing", callee.span, parameters));
    }
  }
  return sound ? values : undefined;
}

/** The settings whose names are free, by those names; undefined after reporting. */
function readOpen(
  at: Parameters<typeof readSetting>[0],
  spec: SettingSpec,
  given: readonly Argument[],
): Readonly<Record<string, unknown>> | undefined {
  const read = given.map(({ name, value }) => {
    const text = name!.text;
    const isKnown = at.operand?.axes.some((axis) => axis.name === text) !== false;
    if (spec.kind === "renaming" && !isKnown) return [text, noSuchAxis(at, name!.span, text)] as const;
    if (spec.kind === "sizes" && value.kind === "name" && value.text === showSize(FOLLOWS))
      return [text, FOLLOWS] as const;
    if (spec.kind === "sizes" && at.e.words(value.span) === "-1")
      return [text, reportMinusOne(at.e, text, value)];
    const one: SettingSpec =
      spec.kind === "sizes"
        ? { kind: "integer", least: 1, summary: spec.summary }
        : { kind: "new_axis", summary: spec.summary };
    return [text, readSetting({ ...at, name: text }, one, value)] as const;
  });
  return read.some(([, value]) => value === undefined) ? undefined : Object.fromEntries(read);
}

/** What other tools write for a size that follows from the others. */
function reportMinusOne(e: Elaborator, setting: string, { span }: Expression): undefined {
  const text = showSize(FOLLOWS);
  const details = {
    help: [`a size that follows from the others is \`${text}\``],
    fixes: [{ title: `write \`${text}\``, edits: [{ span, text }] }],
  };
  e.report(diagnostic("setting_range", span, { setting, found: -1, range: "at least 1" }, details));
  return undefined;
}

function reportUnnamed(
  e: Elaborator,
  callee: string,
  span: Span,
  positional: readonly string[],
  specs: Specs,
  wanted?: string,
  grouped?: Details,
): void {
  const rest = Object.keys(specs).filter((name) => !positional.includes(name));
  const help =
    rest.length > 0
      ? `its ${positional.length > 0 ? "other " : ""}settings are ${listNames(rest)}: for example \`${wanted ?? rest[0]}: ${e.words(span)}\``
      : `\`${callee}\` has no ${positional.length === 0 ? "settings" : "further setting"}`;
  const parameters = { callee, positional: positional.length === 0 ? "its values" : listNames(positional) };
  e.report(diagnostic("setting_unnamed", span, parameters, grouped ?? { help: [help] }));
}

/** Reports a name that is no setting, and gives the one that was probably meant. */
function reportUnknown(
  e: Elaborator,
  callee: string,
  { name }: Argument,
  known: readonly string[],
): string | undefined {
  const { text, span } = name!;
  const meant = settingMeant(text, known) ?? nearest(text, known);
  const details = meant === undefined ? { help: [listed(callee, known)] } : offer(span, meant);
  if (text !== "") e.report(unknownSetting(callee, { text, span }, details));
  return meant;
}

export function unknownSetting(
  callee: string,
  { text, span }: { text: string; span: Span },
  details: Details,
) {
  return diagnostic("unknown_setting", span, { callee, setting: text }, details);
}

const listed = (callee: string, known: readonly string[]) =>
  known.length > 0 ? `its settings are ${listNames(known)}` : `\`${callee}\` has no settings`;
