import { openJsonLines } from "../files/json-lines.ts";
import type { EpochMetrics, InPhase } from "./events.ts";

/** The file of metrics: one line for each step and each epoch. It is the same for the same run, however often resumed. */
export interface RunLog {
  step(
    line: InPhase & {
      readonly step: number;
      readonly epoch: number;
      readonly loss: number;
      readonly learning_rate: number;
      readonly gradient_norm: number;
    },
  ): void;
  epoch(
    line: InPhase & {
      readonly epoch: number;
      readonly step: number;
      readonly train: EpochMetrics;
      readonly validation?: EpochMetrics;
    },
  ): void;
  /** The length of the file with all lines. */
  length(): number;
  /** Brings all lines to the disk. */
  sync(): void;
  close(): void;
}

export function openRunLog(path: string, offset: number): RunLog {
  const lines = openJsonLines(path, offset);
  return {
    step: lines.append,
    epoch: lines.append,
    length: lines.flush,
    sync: lines.sync,
    close: lines.close,
  };
}
