import type { Ops } from "../graph/ops.ts";
import type { Tensor } from "../graph/tensor.ts";
import type { NumberSetting, Settings, SettingValues } from "../operators/settings.ts";

/** What an optimizer knows when it moves one weight. */
interface Step<T> {
  readonly weight: T;
  /** Its slots, in the order in which the optimizer declares them. */
  readonly slots: readonly T[];
  /** Of the loss by this weight, clipped already. */
  readonly gradient: T;
  /** Scalar: the rate of this step, which the schedule gives. */
  readonly learningRate: T;
  /** float32 scalar: which step this is, counted from 1. */
  readonly step: T;
}

/** The weight and its slots after the step. */
interface Moved<T> {
  readonly weight: T;
  readonly slots: readonly T[];
}

/** Every optimizer has a base rate, which the schedule changes from step to step. */
export interface OptimizerSettings extends Settings {
  readonly learning_rate: NumberSetting;
}

/** An optimizer: how a weight moves against its gradient. */
export interface Optimizer<S extends OptimizerSettings = OptimizerSettings> {
  readonly name: string;
  /** One sentence for completion, hover and the reference. */
  readonly summary: string;
  /** More for the reference: formula, when to use it. Markdown. */
  readonly documentation?: string;
  readonly settings: S;
  /** The memory it keeps for each weight, by name: tensors of the weight's shape, at first zeros. */
  readonly slots: readonly string[];
  update(g: Ops, step: Step<Tensor>, settings: SettingValues<S, number>): Moved<Tensor>;
  /** Where the definition is from. */
  readonly source: string;
  /** A setting of a `train` declaration. */
  readonly example: string;
}

/** An optimizer whose settings are not known by name, as in a table of all optimizers. */
export interface AnyOptimizer extends Omit<Optimizer, "update"> {
  update(g: Ops, step: Step<Tensor>, settings: never): Moved<Tensor>;
}

/** Declares an optimizer, keeping the types of its settings. */
export function optimizer<const S extends OptimizerSettings>(declaration: Optimizer<S>): Optimizer<S> {
  return declaration;
}
