import type { OutputSpec } from "../../compiler/plan/interface.ts";
import { type Count, createCount, restoreCount, storeCount } from "../evaluate/count.ts";
import type { BestEpoch, RunState } from "../run/checkpoint.ts";

/** Where a run stands while it trains. */
export interface Standing {
  step: number;
  /** Whole epochs through. */
  epoch: number;
  /** Of the present epoch. */
  readonly count: Count;
  best: BestEpoch | undefined;
  ended: RunState["ended"];
}

/** Where a run begins, or continues from. */
export function createStanding(
  outputs: readonly OutputSpec[],
  terms: readonly string[] | undefined,
  from: RunState | undefined,
): Standing {
  const count = createCount(outputs, terms);
  if (from !== undefined) restoreCount(count, from);
  return { step: from?.step ?? 0, epoch: from?.epoch ?? 0, count, best: from?.best, ended: from?.ended };
}

/** The standing as it is stored, with what stands beside it. */
export function storeStanding(
  { step, epoch, count, best, ended }: Standing,
  beside: Pick<RunState, "metrics" | "seconds">,
): RunState {
  return {
    format: 2,
    step,
    epoch,
    ...storeCount(count),
    ...(best === undefined ? {} : { best }),
    ...(ended === undefined ? {} : { ended }),
    ...beside,
  };
}
