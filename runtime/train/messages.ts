import type { Span } from "../../diagnostics/source.ts";
import type { TrainingEngine } from "./engines.ts";
import type { TrainEvent, TrainResult } from "./events.ts";

/** What the training process is told. */
export type ToTrainer =
  | {
      readonly kind: "train";
      readonly run: string;
      readonly checkpointEvery?: number | undefined;
      readonly tensorboard?: boolean | undefined;
      readonly engine?: TrainingEngine | undefined;
    }
  /** Finish the step, leave a checkpoint, and end. */
  | { readonly kind: "interrupt" };

/** What it tells: events, then a result or a failure. */
export type FromTrainer =
  | { readonly kind: "event"; readonly event: TrainEvent }
  | { readonly kind: "result"; readonly result: TrainResult }
  | { readonly kind: "failure"; readonly error: SentError };

/** An error as it crosses between processes. */
export interface SentError {
  readonly name: string;
  readonly message: string;
  readonly stack?: string | undefined;
  readonly reason?: string;
  readonly help?: string;
  readonly span?: Span;
}

export function sendable(error: unknown): SentError {
  if (!(error instanceof Error)) return { name: "Error", message: String(error) };
  const { name, message, stack } = error;
  const { reason, help, span } = error as Partial<SentError>;
  return {
    name,
    message,
    stack,
    ...(reason === undefined ? {} : { reason }),
    ...(help === undefined ? {} : { help }),
    ...(span === undefined ? {} : { span }),
  };
}

/** The error as it was thrown there, with the same fields. */
export function received({ message, ...fields }: SentError): Error {
  return Object.assign(new Error(message), fields);
}
