import { diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Span } from "../../diagnostics/source.ts";
import { listNames } from "../../diagnostics/suggest.ts";
import type { Argument, Expression } from "../../grammar/ast.ts";
import type { SettingSpec } from "../operators/settings.ts";
import { readSettings, splitArguments } from "./arguments.ts";
import type { Elaborator } from "./elaborator.ts";
import { didYouMean } from "./suggestion.ts";
import type { Scope } from "./values.ts";

/** A choice from a table of declared things, with its settings. */
export interface Chosen<N extends string> {
  readonly name: N;
  readonly settings: Readonly<Record<string, unknown>>;
}

type Table<N extends string> = Readonly<
  Record<N, { readonly settings: Readonly<Record<string, SettingSpec>> }>
>;

/** What stands where something of a table is named: `adam`, or `adam(learning_rate: 1e-3)`. */
export interface Named<N extends string> {
  readonly name: N;
  readonly span: Span;
  readonly arguments: readonly Argument[];
}

/** Reads `adamw(learning_rate: 1e-3)`: a name from a table, with the settings that its entry declares. */
export function choose<N extends string>(
  e: Elaborator,
  scope: Scope,
  setting: string,
  table: Table<N>,
  expression: Expression | undefined,
): Chosen<N> | undefined {
  const named = expression && findNamed(e, setting, Object.keys(table) as N[], expression);
  if (named === undefined) return undefined;
  const { name, span } = named;
  const { settings: specs } = table[name];
  const split = splitArguments(e, name, named.arguments, 0, specs);
  const settings = readSettings(e, { scope, callee: { name, span } }, split, specs);
  return settings && { name, settings };
}

/** The known name that an expression is or calls; undefined after reporting. */
export function findNamed<N extends string>(
  e: Elaborator,
  setting: string,
  known: readonly N[],
  expression: Expression,
  help: readonly string[] = [],
): Named<N> | undefined {
  if (expression.kind === "missing") return undefined;
  const callee = expression.kind === "call" ? expression.callee : expression;
  const text = callee.kind === "name" ? callee.text : "";
  const name = known.find((one) => one === text);
  const { span } = callee;
  if (name !== undefined)
    return { name, span, arguments: expression.kind === "call" ? expression.arguments : [] };
  const parameters = { setting, found: e.words(span), choices: listNames(known) };
  e.report(diagnostic("unknown_choice", span, parameters, didYouMean(span, text, known, help)));
  return undefined;
}
