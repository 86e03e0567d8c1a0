import type { EngineFacts } from "../model/backend.ts";

/** Metrics of the whole model (`loss`) and of its outputs (`group.accuracy`; of a single output also by metric alone). */
export type EpochMetrics = Readonly<Record<string, number>>;

/** Which phase of a training this is, where it has any. */
export interface InPhase {
  readonly phase?: string;
  /** Of a phase on folds, which one is left out, from 1; nothing where it trains on all rows in the end. */
  readonly fold?: number;
}

/** What training tells while it runs, in this order: `ready`, then steps and epochs. Plain data. */
export type TrainEvent =
  | {
      readonly kind: "ready";
      readonly run: string;
      readonly model: string;
      readonly epochs: number;
      readonly stepsPerEpoch: number;
      /** Steps of the whole run, if none of it ends early. */
      readonly steps: number;
      readonly rows: { readonly train: number; readonly validation: number; readonly test: number };
      readonly engine: EngineFacts;
      /** Steps taken before, by the run that is continued. */
      readonly resumedAt?: number;
    }
  /** What the user should know: pictures that were resized, an engine that has changed. */
  | { readonly kind: "note"; readonly level: "info" | "warning"; readonly message: string }
  /** Sent a few times a second, not for every step. */
  | (InPhase & {
      readonly kind: "step";
      readonly step: number;
      readonly epoch: number;
      readonly loss: number;
      readonly samplesPerSecond: number;
    })
  | (InPhase & {
      readonly kind: "epoch";
      readonly epoch: number;
      readonly step: number;
      readonly train: EpochMetrics;
      /** Absent where the data has no validation rows. */
      readonly validation?: EpochMetrics;
      /** Whether it is the best so far, whose weights are kept. */
      readonly best: boolean;
    });

/** How a run came to its end. */
export type Ending = "finished" | "stalled" | "interrupted";

export interface TrainResult {
  /** The run's folder. */
  readonly run: string;
  readonly model: string;
  readonly ending: Ending;
  /** Whole epochs and steps of the run, those before it was resumed included. */
  readonly epochs: number;
  readonly steps: number;
  /** Absent until an epoch is through. */
  readonly best?: { readonly epoch: number; readonly metric: string; readonly value: number };
  /** Seconds in training, reading data and loading TensorFlow left out. */
  readonly seconds: number;
  /** Seconds of these in which the engine waited for rows. */
  readonly waiting: number;
}
