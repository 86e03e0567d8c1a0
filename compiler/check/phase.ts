import type { Span } from "../../diagnostics/source.ts";
import type { OptimizerName } from "../optimizers/index.generated.ts";
import type { PhasePlan } from "../plan/train-plan.ts";
import type { ScheduleName } from "../schedules/index.generated.ts";
import type { Chosen } from "./choose.ts";
import type { LossTerm } from "./loss-term.ts";
import type { TypedValue } from "./values.ts";

/** A value of the model, as the author names it, that is predicted out of folds. */
export interface KeptValue {
  readonly name: string;
  readonly value: TypedValue;
  /** The phase that predicts it out of folds. */
  readonly from: string;
}

/** The ids of values that a phase takes as given. */
export const givenIn = ({ outOfFold }: Pick<PhaseSpec, "outOfFold">): ReadonlySet<number> =>
  new Set(outOfFold.map(({ value }) => value.id));

/** A checked stretch of a training: what it minimises, and which weights it moves. */
export interface PhaseSpec {
  readonly plan: PhasePlan;
  readonly span: Span;
  readonly terms: readonly LossTerm[];
  /** The paths of the weights that move. */
  readonly moved: ReadonlySet<string>;
  /** Ids of the values that are frozen. */
  readonly frozen: ReadonlySet<number>;
  /** Values that are not computed but taken as they were predicted out of folds. */
  readonly outOfFold: readonly KeptValue[];
  readonly optimizer: Chosen<OptimizerName>;
  readonly schedule: Chosen<ScheduleName>;
}
