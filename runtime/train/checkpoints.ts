import type { CompiledModel } from "../../compiler/plan/compiled-model.ts";
import type { VariableValues } from "../model/backend.ts";
import { type Checkpoint, type RunState, readCheckpoint, writeCheckpoint } from "../run/checkpoint.ts";
import type { RunLayout } from "../run/layout.ts";
import { noNumbers, notFinite } from "./not-finite.ts";
import { createPace } from "./pace.ts";

/**
 * Writes a run's checkpoints, at a pace that costs little. Weights that are no finite numbers are never written: then what
 * would write throws RuntimeFailure `loss-not-finite`.
 */
export interface Checkpoints {
  due(now: number): boolean;
  /** Remembers the present values as the best epoch's; they are written with the next checkpoint. */
  keepBest(): Promise<void>;
  /** The values that were remembered last, now or before the run was resumed. */
  best(): VariableValues;
  write(): Promise<void>;
}

interface Standing {
  /** Where the run stands, and how long its file of metrics is. */
  readonly stateNow: () => RunState;
  /** The values of all variables, and what else is kept with them. */
  readonly valuesNow: () => Promise<VariableValues>;
  /** Brings the metrics to the disk, where those of a checkpoint have to be before it. */
  readonly sync: () => void;
}

export function createCheckpoints(
  { best, last }: RunLayout,
  { variables }: CompiledModel,
  { stateNow, valuesNow, sync }: Standing,
  every: number | undefined,
): Checkpoints {
  const pace = createPace(performance.now(), every);
  const now = async (): Promise<Checkpoint> => {
    const [state, values] = [stateNow(), await valuesNow()];
    const lost = notFinite(values);
    if (lost !== undefined) throw noNumbers(state.step, `\`${lost}\``);
    return { state, values };
  };
  let unwritten: Checkpoint | undefined;
  return {
    due: pace.due,
    async keepBest() {
      unwritten = await now();
    },
    best: () => unwritten?.values ?? readCheckpoint(best, variables).values,
    async write() {
      const start = performance.now();
      const present = await now();
      sync();
      // The best first: if the process dies in between, the last one is from before, and comes to the best again.
      if (unwritten !== undefined) writeCheckpoint(best, unwritten);
      unwritten = undefined;
      writeCheckpoint(last, present);
      pace.wrote(start, performance.now());
    },
  };
}
