/** Types of values, written short, and type rules asked without a source text around them. */

import type { AnyOperator, ResultType, RuleContext } from "../../../../compiler/operators/define.ts";
import { type OperatorName, operators } from "../../../../compiler/operators/index.generated.ts";
import type { Settings } from "../../../../compiler/operators/settings.ts";
import { showType } from "../../../../compiler/types/show.ts";
import type { Size } from "../../../../compiler/types/size.ts";
import {
  type Axis,
  type Category,
  type Kind,
  type Range,
  UNBOUNDED,
  type ValueType,
} from "../../../../compiler/types/value-type.ts";
import { type Details, diagnostic } from "../../../../diagnostics/diagnostic.ts";
import type { MessageName, MessageParameters } from "../../../../diagnostics/messages/index.ts";

type Axes = Readonly<Record<string, Size | Omit<Axis, "name">>>;
type Rest = Partial<Pick<ValueType, "range" | "presence" | "mixing">>;

const made = (kind: Kind, axes: Axes, rest: Rest): ValueType => ({
  kind,
  axes: Object.entries(axes).map(([name, axis]) =>
    typeof axis === "number" || "text" in axis ? { name, size: axis } : { name, ...axis },
  ),
  range: UNBOUNDED,
  presence: "always",
  mixing: "independent",
  ...rest,
});

export const MOOD: Category = { name: "Mood", labels: ["glad", "sad", "calm"] };
export const WEATHER: Category = { name: "Weather", labels: ["sun", "rain", "snow"] };

export const feature = (axes: Axes, rest: Rest = {}) => made({ name: "feature" }, axes, rest);
export const signal = (axes: Axes, rest: Rest = {}) => made({ name: "signal" }, axes, rest);
export const tokens = (vocabulary: Size, axes: Axes, rest: Rest = {}) =>
  made({ name: "tokens", vocabulary }, axes, rest);
export const logits = (of: Category, axes: Axes = {}, rest: Rest = {}) =>
  made({ name: "logits", of }, { ...axes, label: of.labels.length }, rest);
export const probability = (of: Category, axes: Axes = {}, rest: Rest = {}) =>
  made({ name: "probability", of }, { ...axes, label: of.labels.length }, rest);
/** Of each label by itself, whether it holds. */
export const probabilities = (of: Category, axes: Axes = {}, rest: Rest = {}) =>
  made({ name: "probabilities", of }, { ...axes, label: of.labels.length }, rest);

/** An axis of which each record fills as much as its input `of` says. */
export const upTo = (size: Size, of = "phrase") => ({ size, ragged: of });
/** A time axis of so many samples per second. */
export const at = (rate: number, size: Size) => ({ size, rate });
export const between = (low: number, high: number): Range => ({ name: "between", low, high });

/** Operands by name, settings by name; what has a default may be left out. */
export type Given = Readonly<Record<string, ValueType | readonly ValueType[]>>;
export type Chosen = Readonly<Record<string, unknown>>;

export function withDefaults(specs: Settings, given: Chosen): Chosen {
  const defaults = Object.entries(specs).flatMap(([name, spec]) =>
    spec.default === undefined ? [] : [[name, spec.default] as const],
  );
  return { ...Object.fromEntries(defaults), ...given };
}

export interface Finding {
  readonly message: MessageName;
  readonly at: string;
  readonly text: string;
  readonly help: readonly string[];
}

/** A place to report to, and what was reported; operands are called by their names. */
export function recorder(places: readonly string[]): { at: RuleContext; findings: Finding[] } {
  const findings: Finding[] = [];
  const at: RuleContext = {
    fail<N extends MessageName>(
      message: N,
      place: string,
      parameters: MessageParameters<N>,
      details?: Details,
    ) {
      if (!places.includes(place.split(".")[0]!)) throw new Error(`there is nothing called ${place}`);
      const found = diagnostic(message, { file: "", start: 0, end: 0 }, parameters, details);
      if (/undefined/.test(found.message)) throw new Error(`a parameter is missing in: ${found.message}`);
      findings.push({ message, at: place, text: found.message, help: found.help });
      return undefined;
    },
    fresh: (axis) => `${axis}#`,
    words: (operand, index) => (index === undefined ? operand : `${operand}${index + 1}`),
  };
  return { at, findings };
}

/** What an operator's type rule says of some operands. */
export function judge(
  name: OperatorName,
  operands: Given,
  settings: Chosen = {},
): { type: ResultType | undefined; findings: Finding[] } {
  const operator: AnyOperator = operators[name];
  for (const [operand, types] of Object.entries(operands)) {
    for (const { kind } of [types].flat()) {
      if (!operator.operands[operand]?.accepts.includes(kind.name))
        throw new Error(`${name} does not take ${kind.name}`);
    }
  }
  const { at, findings } = recorder([
    "call",
    ...Object.keys(operator.operands),
    ...Object.keys(operator.settings),
  ]);
  const type = operator.type(operands as never, withDefaults(operator.settings, settings) as never, at);
  return { type, findings };
}

/** The result's type as text; throws where the rule refuses or warns. */
export function typeOf(name: OperatorName, operands: Given, settings?: Chosen): string {
  const { type, findings } = judge(name, operands, settings);
  if (type === undefined || findings.length > 0) throw new Error(findings.map(({ text }) => text).join("; "));
  return showType({ ...type, presence: "always", mixing: "independent" });
}

/** What the rule reports, as `message at place`; throws where nothing is refused. */
export function refusal(name: OperatorName, operands: Given, settings?: Chosen): string {
  const { type, findings } = judge(name, operands, settings);
  if (type !== undefined) throw new Error(`accepted as ${JSON.stringify(type)}`);
  return findings.map(({ message, at }) => `${message} at ${at}`).join("; ");
}
