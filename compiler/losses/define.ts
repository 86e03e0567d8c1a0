import type { Ops } from "../graph/ops.ts";
import type { Tensor } from "../graph/tensor.ts";
import type { Lowered } from "../lower/context.ts";
import type { Settings, SettingValues } from "../operators/settings.ts";
import type { OutputKindName, OutputSpec } from "../plan/interface.ts";
import type { KindName } from "../types/value-type.ts";

/** What a loss compares. */
export interface Compared {
  /** What the output itself could be given. */
  readonly value: Lowered;
  /** The output that it is learned for, and its targets, as the output's kind feeds them. */
  readonly output: OutputSpec;
  readonly target: Tensor;
}

/** A loss of a value against the targets of an output. */
export interface Loss<S extends Settings = Settings> {
  readonly name: string;
  /** One sentence for completion, hover and the reference. */
  readonly summary: string;
  /** More for the reference: formula, when to use it. Markdown. */
  readonly documentation?: string;
  /** What the value may be. */
  readonly accepts: readonly KindName[];
  /** The kinds of outputs whose targets it can be held against. */
  readonly targets: readonly OutputKindName[];
  readonly settings: S;
  /** The loss of each row, float32 `[B]`. */
  perRow(g: Ops, compared: Compared, settings: SettingValues<S, number>): Tensor;
  /** Where the definition is from. */
  readonly source?: string;
  /** Statements of a `train` declaration. */
  readonly example: string;
}

/** A loss whose settings are not known by name, as in a table of all losses. */
export interface AnyLoss extends Omit<Loss, "perRow"> {
  perRow(g: Ops, compared: Compared, settings: never): Tensor;
}

/** Declares a loss, keeping the types of its settings. */
export function loss<const S extends Settings>(declaration: Loss<S>): Loss<S> {
  return declaration;
}
