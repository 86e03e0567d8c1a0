import { openJsonLines } from "../files/json-lines.ts";
import type { EpochMetrics } from "./events.ts";

/** The file of metrics: one line for each step and each epoch. It is the same for the same run, however often resumed. */
export interface RunLog {
  step(line: {
    readonly step: number;
    readonly epoch: number;
    readonly loss: number;
    readonly learning_rate: number;
    readonly gradient_norm: number;
  }): void;
  epoch(line: {
    readonly epoch: number;
    readonly step: number;
    readonly train: EpochMetrics;
    readonly validation?: EpochMetrics;
  }): void;
  /** Brings all lines to the disk; the length of the file then. */
  sync(): number;
  close(): void;
}

export function openRunLog(path: string, offset: number): RunLog {
  const lines = openJsonLines(path, offset);
  return { step: lines.append, epoch: lines.append, sync: lines.sync, close: lines.close };
}
