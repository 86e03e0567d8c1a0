import type { Ops } from "../graph/ops.ts";
import type { Tensor } from "../graph/tensor.ts";
import type { Settings, SettingValues } from "../operators/settings.ts";

/** What a rule sees of a step. */
interface Gradients {
  /** Of all weights, in their order. */
  readonly gradients: readonly Tensor[];
  /** Scalar: the length `√(Σ g²)` of all gradients taken as one vector. */
  readonly norm: Tensor;
}

/** A rule that keeps gradients from being too large. */
export interface Clip<S extends Settings = Settings> {
  readonly name: string;
  /** One sentence for completion, hover and the reference. */
  readonly summary: string;
  /** More for the reference: formula, when to use it. Markdown. */
  readonly documentation?: string;
  readonly settings: S;
  /** The gradients, in their order, as the optimizer gets them. */
  clip(g: Ops, found: Gradients, settings: SettingValues<S, number>): readonly Tensor[];
  /** Where the definition is from. */
  readonly source?: string;
  /** A setting of a `train` declaration. */
  readonly example: string;
}

/** A rule whose settings are not known by name, as in a table of all rules. */
export interface AnyClip extends Omit<Clip, "clip"> {
  clip(g: Ops, found: Gradients, settings: never): readonly Tensor[];
}

/** Declares a clipping rule, keeping the types of its settings. */
export function clip<const S extends Settings>(declaration: Clip<S>): Clip<S> {
  return declaration;
}
