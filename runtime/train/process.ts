/**
 * The process that trains, so that native calls, which block their thread, block nobody else. It is started by
 * `launch.ts`, told what to do in a message, and leaves a checkpoint when it is interrupted or its parent is gone.
 */
import { lockRun } from "../run/lock.ts";
import { openRun } from "../run/open-run.ts";
import { trainLoop } from "./loop.ts";
import { type FromTrainer, sendable, type ToTrainer } from "./messages.ts";
import { openSession, stepsIn } from "./session.ts";

let interrupted = false;

function send(message: FromTrainer): void {
  // Nobody listens once the parent is gone, which may happen before this process hears of it: that is no error.
  if (process.connected) process.send?.(message, undefined, undefined, () => {});
}

type Order = Extract<ToTrainer, { kind: "train" }>;

async function train({ run: folder, checkpointEvery, tensorboard, engine: asked }: Order): Promise<void> {
  const run = openRun(folder);
  const unlock = lockRun(run.layout.lock);
  try {
    const session = await openSession(run, asked);
    const { dataset, engine, stepsPerEpoch, from } = session;
    const { train, validation, test } = dataset.splits;
    send({
      kind: "event",
      event: {
        kind: "ready",
        run: run.layout.folder,
        model: run.manifest.model,
        epochs: run.manifest.epochs,
        stepsPerEpoch,
        steps: session.legs.reduce((sum, leg) => sum + stepsIn(run, leg), 0),
        rows: { train: train.rows, validation: validation.rows, test: test.rows },
        engine,
        ...(from === undefined ? {} : { resumedAt: from.step }),
      },
    });
    const note = (level: "info" | "warning") => (message: string) =>
      send({ kind: "event", event: { kind: "note", level, message } });
    [...session.notes, ...dataset.notes].forEach(note("info"));
    session.warnings.forEach(note("warning"));
    const result = await trainLoop(session, {
      tell: (event) => send({ kind: "event", event }),
      interrupted: () => interrupted,
      checkpointEvery,
      tensorboard,
    });
    session.feeder.close();
    session.dataset.close();
    session.model.close();
    send({ kind: "result", result });
  } finally {
    unlock();
  }
}

process.on("message", (message: ToTrainer) => {
  if (message.kind === "interrupt") interrupted = true;
  else {
    train(message)
      .catch((error: unknown) => send({ kind: "failure", error: sendable(error) }))
      .finally(() => process.connected && process.disconnect());
  }
});
process.on("disconnect", () => {
  interrupted = true;
});
// Ctrl-C reaches the whole group of processes; the parent says what is to be done.
process.on("SIGINT", () => {});
