import { diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Span } from "../../diagnostics/source.ts";
import { listNames, nearest } from "../../diagnostics/suggest.ts";
import type { Argument } from "../../grammar/ast.ts";
import { repeated, unknownSetting } from "./arguments.ts";
import type { Call } from "./call.ts";
import { settingValue } from "./defaults.ts";
import type { Elaborator } from "./elaborator.ts";
import { settingMeant } from "./habits.ts";
import { readSetting } from "./read-setting.ts";
import { offer } from "./suggestion.ts";
import { type Block, type BlockSettings, POISON, type Scope, type Value } from "./values.ts";

/** What a call hands to a block: values of the model, settings, or both. */
export type Wanted = "values" | "settings" | "all";

/** Reads a call's arguments by the block's parameters, without defaults; undefined after reporting, or where the block is broken. */
export function readArguments(
  e: Elaborator,
  scope: Scope,
  call: Call,
  block: Block,
  wanted: Wanted,
): BlockSettings | undefined {
  const { signature } = block;
  if (signature === undefined) {
    for (const argument of call.arguments) if (argument.name === undefined) e.evaluate(argument.value, scope);
    return undefined;
  }
  const { parameters } = signature;
  const valueNames = [...parameters].flatMap(([name, { kind }]) => (kind === "setting" ? [] : [name]));
  const given = new Map<string, Value>();
  /** Parameters that were meant by what could not be taken, and how many more of them there may be. */
  const meant = new Set<string>();
  let refused = 0;
  const spans = new Map<string, Span>();
  let sound = !block.broken;
  let place = 0;

  const take = (name: string, value: Value, span: Span): void => {
    const first = spans.get(name);
    if (first !== undefined) e.report(repeated({ span }, first, name));
    if (first !== undefined || value.kind === "poison") sound = false;
    given.set(name, value);
    spans.set(name, span);
  };

  if (call.piped !== undefined) {
    const name = wanted === "settings" ? undefined : valueNames[place++];
    if (name !== undefined) take(name, call.piped.value, call.piped.span);
    else {
      sound = false;
      const expected = "no value of the model";
      const parameters = { callee: block.item.name.text, expected, found: "one" };
      e.report(diagnostic("operand_missing", call.piped.span, parameters));
    }
  }
  for (const argument of call.arguments) {
    const name = argument.name?.text ?? (wanted === "settings" ? undefined : valueNames[place++]);
    const parameter = name === undefined ? undefined : parameters.get(name);
    const isWanted = wanted === "all" || (parameter?.kind === "setting") === (wanted === "settings");
    if (name === undefined || parameter === undefined || !isWanted) {
      sound = false;
      const guess = refuseArgument(e, call, block, argument, [...parameters.keys()], wanted);
      if (guess === undefined) refused += 1;
      else meant.add(guess);
    } else if (parameter.kind === "setting") {
      const read = readSetting({ e, scope, name }, parameter.spec, argument.value);
      take(name, read === undefined ? POISON : settingValue(parameter.spec, read), argument.span);
    } else take(name, e.evaluate(argument.value, scope), argument.span);
  }
  for (const [name, parameter] of parameters) {
    const isSetting = parameter.kind === "setting";
    if (given.has(name) || wanted === (isSetting ? "values" : "settings")) continue;
    if (isSetting && parameter.item.default !== undefined) continue;
    sound = false;
    if (meant.has(name)) continue;
    if (isSetting && refused > 0) {
      refused -= 1;
      continue;
    }
    const callee = block.item.name.text;
    const type = e.words(parameter.item.type.span);
    if (isSetting) {
      e.report(diagnostic("setting_missing", call.nameSpan, { callee, setting: name, summary: type }));
    } else {
      const expected = `a value for \`${name}\`: ${type}`;
      e.report(diagnostic("operand_missing", call.span, { callee, expected, found: "none" }));
    }
  }
  return sound ? given : undefined;
}

/** Reports an argument that no parameter takes, or that is given elsewhere; gives the one that was probably meant. */
function refuseArgument(
  e: Elaborator,
  call: Call,
  block: Block,
  { name, span }: Argument,
  names: readonly string[],
  wanted: Wanted,
): string | undefined {
  const callee = block.item.name.text;
  const listed = names.length === 0 ? "it has no parameters" : `its parameters are ${listNames(names)}`;
  if (name === undefined) {
    const help = names.length === 0 ? [listed] : [`${listed}: write \`name: value\``];
    e.report(diagnostic("setting_unnamed", span, { callee, positional: "its values" }, { help }));
  } else if (names.includes(name.text)) {
    const [whose, help] =
      wanted === "settings"
        ? [`new ${callee}`, "values are given at each use of the instance"]
        : [call.name, "the settings of an instance are given after `new`"];
    e.report(unknownSetting(whose, name, { help: [help] }));
  } else {
    const guess = settingMeant(name.text, names) ?? nearest(name.text, names);
    const details = guess === undefined ? { help: [listed] } : offer(name.span, guess);
    if (name.text !== "") e.report(unknownSetting(callee, name, details));
    return guess;
  }
  return undefined;
}
