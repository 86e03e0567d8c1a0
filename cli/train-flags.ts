import type { TrainingEngine } from "../runtime/train/engines.ts";

/** What may stand behind `fusewire train`. */
export interface TrainFlags {
  readonly out?: string;
  readonly model?: string;
  readonly seed?: number;
  readonly epochs?: number;
  readonly threads?: number;
  readonly engine?: TrainingEngine;
  readonly resume?: string;
  readonly tensorboard?: boolean;
  readonly findLr?: boolean;
}
