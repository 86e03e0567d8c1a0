import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { failure } from "../failure.ts";
import { entryArguments, entryOf } from "../threads/entry.ts";
import type { TrainingEngine } from "./engines.ts";
import type { TrainEvent, TrainResult } from "./events.ts";
import { type FromTrainer, received, type ToTrainer } from "./messages.ts";

export interface LaunchOptions {
  readonly onEvent?: ((event: TrainEvent) => void) | undefined;
  /** Aborting finishes the step, leaves a checkpoint and ends the run as `interrupted`. */
  readonly signal?: AbortSignal | undefined;
  readonly checkpointEvery?: number | undefined;
  /** Whether files for TensorBoard are written into the run's folder. */
  readonly tensorboard?: boolean | undefined;
  /** What trains; TensorFlow where it is left out and installed, else ONNX Runtime. */
  readonly engine?: TrainingEngine | undefined;
}

const entry = fileURLToPath(entryOf("train/process.ts", "trainer.js"));

/**
 * Trains a run in a process of its own, from where it stands to its end.
 *
 * @throws RuntimeFailure, EngineError as the process throws them, and `training-crashed` when it dies
 */
export function launchTraining(
  run: string,
  { onEvent, signal, checkpointEvery, tensorboard, engine }: LaunchOptions,
): Promise<TrainResult> {
  return new Promise((resolve, reject) => {
    const child = fork(entry, [], {
      execArgv: entryArguments(),
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    const tell = (message: ToTrainer) => child.connected && child.send(message);
    const interrupt = () => void tell({ kind: "interrupt" });
    let settle: (() => void) | undefined;

    child.on("message", (message: FromTrainer) => {
      if (message.kind === "event") onEvent?.(message.event);
      if (message.kind === "result") settle = () => resolve(message.result);
      if (message.kind === "failure") settle = () => reject(received(message.error));
    });
    child.on("error", reject);
    child.on("close", (code, killedBy) => {
      signal?.removeEventListener("abort", interrupt);
      settle ??= () => reject(crashed(run, killedBy === null ? `exit code ${code}` : killedBy));
      settle();
    });
    signal?.addEventListener("abort", interrupt);
    tell({ kind: "train", run, checkpointEvery, tensorboard, engine });
    if (signal?.aborted) interrupt();
  });
}

function crashed(run: string, how: string) {
  return failure("training-crashed", {
    message: `the training process died (${how})`,
    help: `Continue it with: fusewire train --resume ${run}. If it was killed for its memory, use a smaller batch.`,
  });
}
