import type { Span } from "../../diagnostics/source.ts";

/** A checked `train` declaration, as far as the runtime acts on it; the arithmetic of it is in the graph. */
export interface TrainPlan {
  readonly model: string;
  readonly data: string;
  readonly span: Span;
  readonly epochs: number;
  readonly batch: number;
  readonly seed: number;
  /** The output by whose labels the rows of an epoch are drawn, where they are not all rows once. */
  readonly sample?: { readonly balanced: string };
  /** The names of the terms of what is minimised, where there are several. */
  readonly terms?: readonly string[];
  readonly stop?: EarlyStopping;
  /** Where there are any, they follow one another, and `epochs` is all of theirs. */
  readonly phases?: readonly PhasePlan[];
}

/** A stretch of a training, which moves some weights by some of the terms. */
export interface PhasePlan {
  readonly name: string;
  readonly epochs: number;
  /** The names of the terms that are minimised. */
  readonly terms: readonly string[];
  /** In place of that of the training. */
  readonly stop?: EarlyStopping;
  /** Where it is trained on all folds of the training rows but one, for each, and then on all. */
  readonly folds?: Folds;
}

/** Training rows in so many parts, and the values that are kept of each part as those say that have not seen it. */
export interface Folds {
  readonly count: number;
  /** The names of the values. */
  readonly keeps: readonly string[];
}

/** How often a phase is gone through. */
export const roundsOf = ({ folds }: PhasePlan): number => (folds === undefined ? 1 : folds.count + 1);

/** Stop when `metric` on `split` has not improved for `patience` epochs; the best epoch's weights are kept. */
export interface EarlyStopping {
  readonly split: "train" | "validation";
  /** A name in `METRICS`, or `<output>.<name>`. */
  readonly metric: string;
  readonly patience: number;
}

/** The name of the program that takes a step in a phase, and of the result of `evaluate` that tells what it minimises. */
export function phaseNames(
  { phases = [] }: Pick<TrainPlan, "phases">,
  phase: number,
): { readonly program: string; readonly loss: string } {
  const earlier = phase < phases.length - 1 ? phases[phase] : undefined;
  return earlier === undefined
    ? { program: "train", loss: "loss" }
    : { program: `train/${earlier.name}`, loss: `phase/${earlier.name}/loss` };
}
