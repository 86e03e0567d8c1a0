import { metricCalled } from "../../compiler/plan/metrics.ts";
import type { TrainPlan } from "../../compiler/plan/train-plan.ts";
import type { SplitName } from "../data/split-names.ts";
import type { BestEpoch } from "../run/checkpoint.ts";

/** By what the best epoch is told, and how many epochs without a better one end a run. */
export interface Judgement {
  readonly split: SplitName;
  readonly metric: string;
  readonly patience?: number;
}

/** Anything that may say when it stops early. */
type Stopped = { readonly epochs: number } & Pick<TrainPlan, "stop">;

/** By the declared metric; where none is declared by the loss on validation rows, if there are any. */
export function judgementOf({ stop }: Stopped, validationRows: number): Judgement {
  if (stop !== undefined) return stop;
  return { split: validationRows > 0 ? "validation" : "train", metric: "loss" };
}

/** Whether a value is better than the best so far. What is not a number is never better. */
export function isBetter({ metric }: Judgement, value: number, best: BestEpoch | undefined): boolean {
  if (Number.isNaN(value)) return false;
  if (best === undefined) return true;
  return metricCalled(metric)?.better === "higher" ? value > best.value : value < best.value;
}

/** Whether a run, or a stretch of it after so many epochs, has gone on for too long without a better epoch. */
export function hasStalled(
  { patience }: Judgement,
  epoch: number,
  best: BestEpoch | undefined,
  after = 0,
): boolean {
  return patience !== undefined && epoch - (best?.epoch ?? after) >= patience;
}
