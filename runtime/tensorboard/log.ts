import type { RunLog } from "../train/run-log.ts";
import { openEventFile } from "./events.ts";

/** Milliseconds between two steps that are written, as TensorBoard would show no more of them anyway. */
const EVERY = 100;

/** A run's log that writes events for TensorBoard too: steps a few times a second, and all epochs. */
export function withEvents(log: RunLog, folder: string, after: number): RunLog {
  const events = openEventFile(folder, after);
  let last = Number.NEGATIVE_INFINITY;
  const prefixed = (prefix: string, values: Readonly<Record<string, number>> = {}) =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [`${prefix}/${name}`, value]));
  return {
    ...log,
    step(line) {
      log.step(line);
      const now = performance.now();
      if (now - last < EVERY) return;
      last = now;
      const { step, loss, learning_rate, gradient_norm } = line;
      events.scalars(step, prefixed("step", { loss, learning_rate, gradient_norm }));
    },
    epoch(line) {
      log.epoch(line);
      events.scalars(line.step, {
        ...prefixed("train", line.train),
        ...prefixed("validation", line.validation),
      });
    },
    close() {
      log.close();
      events.close();
    },
  };
}
