import { type Details, diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Span } from "../../diagnostics/source.ts";
import { listNames } from "../../diagnostics/suggest.ts";
import type { Expression, Unit } from "../../grammar/ast.ts";
import { axesCalled } from "../operators/roles.ts";
import type { Dimension, SettingSpec } from "../operators/settings.ts";
import { isKnown, type Size } from "../types/size.ts";
import type { ValueType } from "../types/value-type.ts";
import type { Elaborator } from "./elaborator.ts";
import { handedChoice } from "./handed-choice.ts";
import { lookUp } from "./scope.ts";
import { didYouMean } from "./suggestion.ts";
import { describe, type Scope, type Value } from "./values.ts";

/** What a setting's expression is read in. */
export interface Reading {
  readonly e: Elaborator;
  readonly scope: Scope;
  /** The setting's name, for messages. */
  readonly name: string;
  /** The type of the operator's first operand, where axes are looked up. */
  readonly operand?: ValueType;
}

type Reader<K extends SettingSpec["kind"]> = (
  at: Reading,
  spec: Extract<SettingSpec, { kind: K }>,
  expression: Expression,
) => unknown;

/**
 * Reads a setting's expression by its declaration: names of choices and axes are read as such, everything else is
 * evaluated. Undefined after reporting, or where the expression was reported before.
 */
export function readSetting(at: Reading, spec: SettingSpec, expression: Expression): unknown {
  const reader = readers[spec.kind] as (at: Reading, spec: SettingSpec, expression: Expression) => unknown;
  return reader(at, spec, expression);
}

/** Settings that hold others of free names are read with those, see `arguments.ts`. */
const readers: { [K in SettingSpec["kind"]]: Reader<K> } = {
  integer: (at, spec, expression) => readInteger(at, spec, expression, at.e.evaluate(expression, at.scope)),

  integers(at, spec, expression) {
    const value = at.e.evaluate(expression, at.scope);
    if (value.kind === "any_list") return [{ text: value.name }];
    if (value.kind !== "list")
      return wrong(at, expression.span, value, "a list of whole numbers, such as [16, 32]");
    const written = expression.kind === "list" ? expression.items : [];
    const sizes = value.items.map((item, i) => readInteger(at, spec, written[i] ?? expression, item));
    return sizes.includes(undefined) ? undefined : sizes;
  },

  number: (at, spec, expression) => readNumber(at, spec, expression, at.e.evaluate(expression, at.scope)),

  numbers(at, spec, expression) {
    const value = at.e.evaluate(expression, at.scope);
    if (value.kind === "any_list") return [{ text: value.name }];
    if (value.kind !== "list")
      return wrong(at, expression.span, value, "a list of numbers, such as [0.5, 2]");
    const written = expression.kind === "list" ? expression.items : [];
    const read = value.items.map((item, i) => readNumber(at, spec, written[i] ?? expression, item));
    return read.includes(undefined) ? undefined : read;
  },

  label_weights(at, _, expression) {
    if (expression.kind === "name" && expression.text === BALANCED) return BALANCED;
    const value = at.e.evaluate(expression, at.scope);
    const expected = `\`${BALANCED}\`, or a list with a number for each label, such as [0.5, 2]`;
    if (value.kind !== "list") return wrong(at, expression.span, value, expected);
    const written = expression.kind === "list" ? expression.items : [];
    const read = value.items.map((item, i) => readNumber(at, WEIGHT, written[i] ?? expression, item));
    return read.includes(undefined) ? undefined : read;
  },

  flag(at, _, expression) {
    const value = at.e.evaluate(expression, at.scope);
    return value.kind === "flag" ? value.holds : wrong(at, expression.span, value, "true or false");
  },

  text(at, _, expression) {
    const value = at.e.evaluate(expression, at.scope);
    return value.kind === "text" ? value.text : wrong(at, expression.span, value, TEXT);
  },

  texts(at, _, expression) {
    const value = at.e.evaluate(expression, at.scope);
    const expected = 'a list of texts in quotes, such as ["height", "weight"]';
    if (value.kind !== "list" || value.items.length === 0) return wrong(at, expression.span, value, expected);
    const written = expression.kind === "list" ? expression.items : [];
    const read = value.items.map((item, i) =>
      item.kind === "text" ? item.text : wrong(at, (written[i] ?? expression).span, item, TEXT),
    );
    return read.includes(undefined) ? undefined : read;
  },

  choices(at, spec, expression) {
    const items = expression.kind === "list" ? expression.items : [expression];
    const read = items.map((item) =>
      readers.choice(at, { kind: "choice", choices: spec.choices, summary: spec.summary }, item),
    );
    return read.length === 0 || read.includes(undefined) ? undefined : read;
  },

  choice(at, spec, expression) {
    const word = expression.kind === "name" || expression.kind === "string" ? expression : undefined;
    const text = word?.kind === "name" ? word.text : word?.value;
    if (text === undefined) {
      return wrong(at, expression.span, at.e.evaluate(expression, at.scope), listNames(spec.choices));
    }
    const { span } = expression;
    const handed = word?.kind === "name" ? lookUp(at.scope, text) : undefined;
    if (handed?.value.kind === "choice") return handedChoice(at, spec.choices, span, handed, handed.value);
    if (!spec.choices.includes(text)) {
      const parameters = { setting: at.name, found: text, choices: listNames(spec.choices) };
      at.e.report(diagnostic("unknown_choice", span, parameters, didYouMean(span, text, spec.choices)));
      return undefined;
    }
    if (word?.kind === "string") {
      const fixes = [{ title: "remove the quotes", edits: [{ span, text }] }];
      at.e.report(diagnostic("choice_quoted", span, { found: text }, { fixes }));
    }
    return text;
  },

  axes(at, _, expression) {
    const items = expression.kind === "list" ? expression.items : [expression];
    const names: string[] = [];
    for (const item of items) {
      if (item.kind !== "name") {
        return wrong(at, item.span, at.e.evaluate(item, at.scope), AXIS);
      }
      const found = at.operand && axesCalled(item.text, at.operand);
      if (found === undefined) return noSuchAxis(at, item.span, item.text);
      if (found.some((axis) => names.includes(axis))) {
        at.e.report(diagnostic("setting_repeated", item.span, { setting: item.text }));
        return undefined;
      }
      names.push(...found);
    }
    return names;
  },

  new_axis(at, _, expression) {
    if (expression.kind === "name" && expression.text !== "") return expression.text;
    return wrong(
      at,
      expression.span,
      at.e.evaluate(expression, at.scope),
      "a name for an axis, such as `token`",
    );
  },

  axis(at, _, expression) {
    if (expression.kind !== "name")
      return wrong(at, expression.span, at.e.evaluate(expression, at.scope), AXIS);
    const { text, span } = expression;
    return at.operand?.axes.some((axis) => axis.name === text) ? text : noSuchAxis(at, span, text);
  },

  renaming: () => undefined,
  sizes: () => undefined,

  category(at, _, expression) {
    const value = at.e.evaluate(expression, at.scope);
    return value.kind === "category"
      ? value.category
      : wrong(at, expression.span, value, "the name of a category");
  },

  quantity(at, spec, expression) {
    const value = at.e.evaluate(expression, at.scope);
    const units = UNITS_OF[spec.dimension];
    const example = `a ${spec.dimension} with its unit, such as ${EXAMPLES[spec.dimension]}`;
    if (value.kind !== "number" || !isKnown(value.size)) return wrong(at, expression.span, value, example);
    const factor = value.unit === undefined ? undefined : units[value.unit];
    return factor === undefined ? wrong(at, expression.span, value, example) : value.size * factor;
  },
};

const TEXT = 'a text in quotes, such as "name"';
const BALANCED = "balanced";
const WEIGHT = { from: 0, to: Infinity } as const;
const AXIS = "the name of an axis, such as `word`";

const EXAMPLES: Readonly<Record<Dimension, string>> = {
  duration: "2 s",
  frequency: "16 kHz",
  memory: "64MB",
};

/** What one of each unit is in seconds, Hz or bytes. */
export const UNITS_OF: Readonly<Record<Dimension, Partial<Record<Unit, number>>>> = {
  duration: { ms: 1e-3, s: 1, min: 60 },
  frequency: { Hz: 1, kHz: 1e3, MHz: 1e6, fps: 1 },
  memory: { B: 1, kB: 1e3, MB: 1e6, GB: 1e9 },
};

export function readInteger(
  at: Reading,
  { least, most = LARGEST }: { readonly least: number; readonly most?: number },
  expression: Expression,
  value: Value,
): Size | undefined {
  if (value.kind !== "number" || value.unit !== undefined) {
    return wrong(at, expression.span, value, "a whole number");
  }
  const { size } = value;
  if (!isKnown(size)) return size;
  if (!Number.isSafeInteger(size)) return wrong(at, expression.span, value, "a whole number");
  if (size >= least && size <= most) return size;
  const range = `from ${least} to ${most.toLocaleString("en-US")}`;
  return outOfRange(at, expression.span, { setting: at.name, found: size, range });
}

interface Bounds {
  readonly from: number;
  readonly to: number;
  readonly below?: boolean;
}

function readNumber(at: Reading, bounds: Bounds, { span }: Expression, value: Value): Size | undefined {
  if (value.kind !== "number" || value.unit !== undefined) return wrong(at, span, value, "a number");
  // A setting of a block that is checked for every use at once: its bounds are checked at each.
  if (!isKnown(value.size)) return value.size;
  const { size } = value;
  const { from, to, below } = bounds;
  if (size >= from && size <= to && !(below === true && size === to)) return size;
  return outOfRange(at, span, { setting: at.name, found: size, range: showBounds(bounds) });
}

/** The largest size of anything: products of a few sizes stay exact. */
const LARGEST = 2 ** 31 - 1;

export function noSuchAxis(at: Reading, span: Span, name: string): undefined {
  const names = at.operand?.axes.map((axis) => axis.name) ?? [];
  const axes = names.length === 0 ? "none" : listNames(names);
  at.e.report(diagnostic("unknown_axis", span, { axis: name, axes }, didYouMean(span, name, names)));
  return undefined;
}

/** Reports a setting that is not what it should be, unless that was reported before. */
function wrong(at: Reading, span: Span, value: Value, expected: string): undefined {
  if (value.kind === "poison") return undefined;
  const parameters = { setting: at.name, expected, found: describe(value) };
  at.e.report(diagnostic("setting_kind", span, parameters, bareNumber(at, span, value, expected)));
  return undefined;
}

/** How a number with a unit, or in quotes, or once for each axis, is written where a bare one belongs. */
function bareNumber(at: Reading, span: Span, value: Value, expected: string): Details {
  if (expected !== "a number" && expected !== "a whole number") return {};
  const written = at.e.words(span);
  if (value.kind === "list") return sameNumber(span, written);
  // A billion is written so elsewhere.
  if (/^\d[\d_.]*B$/.test(written)) return { help: ["`B` is for bytes; a billion is `1G`"] };
  const text =
    value.kind === "number" && value.unit !== undefined
      ? MULTIPLIED.reduce((text, [unit, factor]) => text.replace(unit, factor), written)
      : written.replace(/^"|"$/g, "");
  if (text === written || !/^\d[\d_]*(?:\.\d+)?[kMG]?$/.test(text)) return {};
  return { fixes: [{ title: `write \`${text}\``, edits: [{ span, text }] }] };
}

/** `(2, 2)` where one number stands for all axes. */
function sameNumber(span: Span, written: string): Details {
  const [first, ...others] = written.slice(1, -1).split(/\s*,\s*/);
  if (first === undefined || !/^\d+$/.test(first) || others.some((other) => other !== first)) return {};
  const edits = [{ span, text: first }];
  return { help: ["one number stands for all axes"], fixes: [{ title: `write \`${first}\``, edits }] };
}

/** What is probably meant by a unit where numbers have none. */
const MULTIPLIED: readonly (readonly [RegExp, string])[] = [
  [/\s*([kMG])(?:B|Hz)$/, "$1"],
  [/\s*(?:Hz|fps|s|ms|min|B)$/, ""],
];

function outOfRange(
  at: Reading,
  span: Span,
  parameters: { readonly setting: string; readonly found: number; readonly range: string },
): undefined {
  at.e.report(diagnostic("setting_range", span, parameters));
  return undefined;
}

function showBounds({ from, to, below }: Bounds): string {
  if (to === Infinity) return `at least ${from}`;
  return `from ${from} to ${below === true ? "below " : ""}${to}`;
}
