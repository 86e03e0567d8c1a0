/** What operators that join decisions about one category have in common. */
import { type Category, isDecision, type ValueType } from "../types/value-type.ts";
import type { ResultType, RuleContext } from "./define.ts";
import { joinAxes, needOneCategory } from "./rules.ts";

/** The type of what decisions `xs` give together; reports where they differ in what they decide about or in axes. */
export function jointDecision(
  at: RuleContext,
  xs: readonly ValueType[],
  kind: "logits" | "probability" = "probability",
): ResultType | undefined {
  const of = needOneCategory(at, "xs", xs);
  const axes = joinAxes(at, "xs", xs);
  if (of === undefined || axes === undefined) return undefined;
  const each = xs.findIndex(isAboutEach);
  if (each !== -1) {
    const other = xs.findIndex((x) => !isAboutEach(x));
    const parameters = { first: at.words("xs", each), other: at.words("xs", other), category: of.name };
    if (other !== -1) return at.fail("decisions_differ", "xs", parameters);
    return { kind: { name: "probabilities", of }, axes, range: { name: "between", low: 0, high: 1 } };
  }
  const range =
    kind === "logits" ? { name: "unbounded" as const } : { name: "between" as const, low: 0, high: 1 };
  return { kind: { name: kind, of }, axes, range };
}

/** Whether a decision is about any number of labels, each by itself. */
export const isAboutEach = ({ kind }: ValueType): boolean => kind.name === "probabilities";

/** Whether a list setting has one number for each label; reports where it has not. */
export function hasNumberPerLabel(
  at: RuleContext,
  setting: string,
  numbers: readonly unknown[],
  { name, labels, open }: Category,
): boolean {
  // What is not known before a block is used is checked at each use.
  if (open === true || numbers.some((number) => typeof number !== "number")) return true;
  if (numbers.length === labels.length) return true;
  const parameters = { setting, found: numbers.length, category: name, labels: labels.length };
  const help = [`the labels are ${labels.map((label) => `"${label}"`).join(", ")}`];
  at.fail("label_numbers", setting, parameters, { help });
  return false;
}

/** How many labels a decision of known type is about. */
export function labelsOf({ kind }: ValueType): number {
  return isDecision(kind) ? kind.of.labels.length : 0;
}
