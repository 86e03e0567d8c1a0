import type { Program, Variable } from "../graph/graph.ts";
import type { DataPlan } from "./data-plan.ts";
import type { ModelInterface } from "./interface.ts";
import type { TrainPlan } from "./train-plan.ts";

/** The names of the counters that every trainable model has among its variables: int32 scalars. */
export const COUNTERS = {
  /** Steps taken so far. */
  step: "counter/step",
  /** Steps that the whole run will take, or the present phase, which schedules refer to. */
  horizon: "counter/horizon",
  /** Steps that were taken when the present phase began. Only where a training has phases. */
  began: "counter/began",
  /** The user's seed, from which every random draw is keyed. */
  seed: "counter/seed",
} as const;

/**
 * A model as tensor programs that share their variables.
 *
 * - `predict`: feeds of all inputs; results `<output>`, as the output's kind gives it.
 * - `evaluate`: also feeds `<output>` (its targets); results as `predict`, `loss` (float32 `[B]`, per row), and
 *   those that `states` names.
 *   Where a training has phases, `loss` is what the last one minimises, and `phase/<name>/loss` what another does.
 * - `train`: feeds as `evaluate`; results `loss` (scalar), `learning_rate`, `gradient_norm` (before clipping) and
 *   `<output>` (of the step's forward pass); updates every weight, slot, statistic and the step.
 *   A phase has a program of its own, which updates what moves in it, and gives the outputs that it computes.
 */
export interface CompiledModel {
  readonly interface: ModelInterface;
  readonly variables: readonly Variable[];
  readonly predict: Program;
  /** Absent where no `train` declaration names the model. */
  readonly training?: {
    readonly plan: TrainPlan;
    readonly data: DataPlan;
    /** The step of a training in one go, or of its last phase. */
    readonly train: Program;
    /** Where a training has phases, the steps of those before the last: `train/<phase>`. */
    readonly earlier: readonly Program[];
    readonly evaluate: Program;
    readonly states: readonly StateSpec[];
    /** Where terms are balanced by gradient blending. */
    readonly blend?: BlendSpec;
  };
}

/** States that the runtime sets every so many epochs, by how the losses of terms have changed. */
export interface BlendSpec {
  readonly every: number;
  readonly terms: readonly BlendedTerm[];
}

export interface BlendedTerm {
  readonly term: string;
  /** The variable that says how much the term counts beside the others: a scalar. */
  readonly share: string;
  /** The variable that holds its losses at the last measurement, `[2]`: on the training rows, and on the validation split. */
  readonly marks: string;
}

/** What a state is set to; where nothing counts, it stays. */
export type StateRule =
  /** `Σ values / Σ counts`, place by place: both have the variable's sizes. */
  | "mean"
  /**
   * The temperature T that makes `Σ log Σ_k e^(values_k / T)` least, a sum over the rows that count, with `values` how much
   * further up than that of the true label each label's logit is: `[B, n, K]`, and which count, `[B, n]`.
   */
  | "temperature";

/**
 * A variable that the runtime sets after every epoch, from the answers of the evaluate program to all rows of the
 * validation split.
 */
export interface StateSpec {
  readonly variable: string;
  readonly rule: StateRule;
  /** Results of the evaluate program, float32 `[B, …]`. */
  readonly values: string;
  readonly counts: string;
}

/**
 * The feed and the result of `evaluate` that hold what a value says of rows that it was not trained on; behind it with
 * `/present`, float32 `[B]`, whether a row has it.
 */
export const outOfFold = (value: string): string => `out_of_fold/${value}`;

/** The programs that take the steps of a model's training, phase by phase. */
export const stepsOf = ({ training }: Pick<CompiledModel, "training">): readonly Program[] =>
  training === undefined ? [] : [...training.earlier, training.train];

/** All programs of a model. */
export const programsOf = (model: CompiledModel): readonly Program[] => [
  model.predict,
  ...(model.training === undefined ? [] : [model.training.evaluate]),
  ...stepsOf(model),
];
