import type { Ops } from "../graph/ops.ts";
import type { Tensor } from "../graph/tensor.ts";
import type { Settings, SettingValues } from "../operators/settings.ts";

/** Where training stands: float32 scalars. */
interface Progress {
  /** The optimizer's `learning_rate`. */
  readonly base: Tensor;
  /** How many steps were finished before this one. */
  readonly step: Tensor;
  /** How many steps all epochs have together. */
  readonly horizon: Tensor;
}

/** A schedule: how the learning rate changes from step to step. */
export interface Schedule<S extends Settings = Settings> {
  readonly name: string;
  /** One sentence for completion, hover and the reference. */
  readonly summary: string;
  /** More for the reference: formula, when to use it. Markdown. */
  readonly documentation?: string;
  readonly settings: S;
  /** The rate of this step, a float32 scalar. */
  rate(g: Ops, progress: Progress, settings: SettingValues<S, number>): Tensor;
  /** Where the definition is from. */
  readonly source?: string;
  /** A setting of a `train` declaration. */
  readonly example: string;
}

/** A schedule whose settings are not known by name, as in a table of all schedules. */
export interface AnySchedule extends Omit<Schedule, "rate"> {
  rate(g: Ops, progress: Progress, settings: never): Tensor;
}

/** Declares a schedule, keeping the types of its settings. */
export function schedule<const S extends Settings>(declaration: Schedule<S>): Schedule<S> {
  return declaration;
}
