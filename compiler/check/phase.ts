import type { Span } from "../../diagnostics/source.ts";
import type { OptimizerName } from "../optimizers/index.generated.ts";
import type { PhasePlan } from "../plan/train-plan.ts";
import type { ScheduleName } from "../schedules/index.generated.ts";
import type { Chosen } from "./choose.ts";
import type { LossTerm } from "./loss-term.ts";

/** A checked stretch of a training: what it minimises, and which weights it moves. */
export interface PhaseSpec {
  readonly plan: PhasePlan;
  readonly span: Span;
  readonly terms: readonly LossTerm[];
  /** The paths of the weights that move. */
  readonly moved: ReadonlySet<string>;
  /** Ids of the values that are frozen. */
  readonly frozen: ReadonlySet<number>;
  readonly optimizer: Chosen<OptimizerName>;
  readonly schedule: Chosen<ScheduleName>;
}
