import type { Ops } from "../graph/ops.ts";
import type { Tensor } from "../graph/tensor.ts";
import type { LowerContext, Lowered } from "../lower/context.ts";
import type { RuleContext } from "../operators/define.ts";
import type { Settings, SettingValues } from "../operators/settings.ts";
import type { FitRule, OutputKindName, OutputSpec } from "../plan/interface.ts";
import type { KindName, ValueType } from "../types/value-type.ts";

/** What a loss compares. */
export interface Compared {
  /** What the output itself could be given. */
  readonly value: Lowered;
  /** The output that it is learned for, and its targets, as the output's kind feeds them. */
  readonly output: OutputSpec;
  readonly target: Tensor;
  /** For a ragged axis, float32 `[B, size]`: 1 where a row fills the place. */
  readonly mask: LowerContext["mask"];
  /** Numbers `[K]`, one for each label of the output, that the rule makes of the training rows before the first step. */
  fitted(rule: FitRule): Tensor;
  /** How many steps the training, or the present phase, has taken before: a float32 scalar. */
  step(): Tensor;
}

/** What a loss of several values relates, row by row. */
export interface Related {
  readonly values: readonly Lowered[];
  /** Where rows may lack one of them, float32 `[B]`: 1 where a row has all. What the others give does not matter. */
  readonly present?: Tensor;
}

interface Common<S extends Settings> {
  readonly name: string;
  /** One sentence for completion, hover and the reference. */
  readonly summary: string;
  /** More for the reference: formula, when to use it. Markdown. */
  readonly documentation?: string;
  readonly settings: S;
  /** Where the definition is from. */
  readonly source?: string;
  /** Statements of a `train` declaration. */
  readonly example: string;
}

/** A loss of a value against the targets of an output. */
export interface TargetLoss<S extends Settings = Settings> extends Common<S> {
  /** What the value may be. */
  readonly accepts: readonly KindName[];
  /** The kinds of outputs whose targets it can be held against. */
  readonly targets: readonly OutputKindName[];
  /** `normal` for the negative log-likelihood of a normal distribution, but for its scale and twice. */
  readonly likelihood?: "normal";
  /** Whether the settings fit the output; reports at the setting where not. */
  check?(settings: SettingValues<S, number>, output: OutputSpec, at: RuleContext): boolean;
  /** The loss of each row, float32 `[B]`. */
  perRow(g: Ops, compared: Compared, settings: SettingValues<S, number>): Tensor;
}

/** A loss of values among themselves, without a target. */
export interface ValueLoss<S extends Settings = Settings> extends Common<S> {
  /** The values by name, each with what it may be. */
  readonly values: Readonly<Record<string, readonly KindName[]>>;
  /** Whether the values, of accepted kinds, can be related; reports at their names where not. */
  check(values: readonly ValueType[], at: RuleContext): boolean;
  /** The loss of each row, float32 `[B]`. */
  perRow(g: Ops, related: Related, settings: SettingValues<S, number>): Tensor;
}

/** Losses whose settings are not known by name, as in a table of all losses. */
export interface AnyTargetLoss extends Omit<TargetLoss, "perRow" | "check"> {
  check?(settings: never, output: OutputSpec, at: RuleContext): boolean;
  perRow(g: Ops, compared: Compared, settings: never): Tensor;
}
export interface AnyValueLoss extends Omit<ValueLoss, "perRow"> {
  perRow(g: Ops, related: Related, settings: never): Tensor;
}
export type AnyLoss = AnyTargetLoss | AnyValueLoss;

export const hasTarget = (loss: AnyLoss): loss is AnyTargetLoss => "targets" in loss;

/** Declares a loss against targets, keeping the types of its settings. */
export function loss<const S extends Settings>(declaration: TargetLoss<S>): TargetLoss<S> {
  return declaration;
}

/** Declares a loss of values among themselves, keeping the types of its settings. */
export function valueLoss<const S extends Settings>(declaration: ValueLoss<S>): ValueLoss<S> {
  return declaration;
}
