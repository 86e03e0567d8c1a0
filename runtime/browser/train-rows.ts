import { createBatches } from "../data/batches.ts";
import type { FeedRows } from "../data/feeds.ts";
import { createDraw, permutation } from "../draws.ts";
import { failure } from "../failure.ts";
import type { OpenModel } from "../model/backend.ts";
import { initialValues } from "../model/initial-values.ts";

export interface TrainRowsOptions {
  /** How many steps to take. */
  readonly steps: number;
  /** Rows of a step; those that the model declares, or all where there are fewer. */
  readonly batch?: number;
  /** From which the order of the rows and what dropout drops are drawn; the declared one where it is left out. */
  readonly seed?: number;
  /** Begin from weights drawn anew, and not from those that are there. */
  readonly anew?: boolean;
  /** Is told after every step; where it gives a promise, that is waited for. */
  readonly onStep?: (step: { readonly step: number; readonly loss: number }) => unknown;
}

/**
 * Trains on some rows as the model declares it: loss, optimizer, clipping, and the schedule over so many steps. The
 * optimizer begins without memory. Where the training has phases, the steps are those of the last.
 *
 * @returns the loss of every step
 * @throws RuntimeFailure `not-trainable`, `loss-not-finite`, `backend-lacks-kernel`
 */
export async function trainRows(
  model: OpenModel,
  feeds: readonly FeedRows[],
  rows: number,
  { steps, anew = false, onStep, ...options }: TrainRowsOptions,
): Promise<number[]> {
  const { training, variables, interface: face } = model.compiled;
  if (training === undefined) {
    throw failure("not-trainable", {
      message: `no train declaration names ${face.model}`,
      help: "Declare how it is trained, and build it again.",
    });
  }
  const { seed = training.plan.seed, batch = training.plan.batch } = options;
  const fresh = initialValues(variables, { seed, horizon: steps });
  const before = anew ? fresh : await model.read();
  const kept = variables.filter(({ role }) => role !== "slot" && role !== "counter");
  model.assign(new Map([...fresh, ...kept.map(({ name }) => [name, before.get(name)!] as const)]));

  const size = Math.min(batch, rows);
  const batches = createBatches(feeds, size);
  const losses: number[] = [];
  let [from, epoch] = [rows, 0];
  let order: Uint32Array | undefined;
  for (let step = 1; step <= steps; step++) {
    if (from + size > rows) {
      order = permutation(rows, createDraw(seed, ":order", epoch++));
      from = 0;
    }
    const { loss } = await model.run("train", batches.gather(from, size, order));
    from += size;
    const value = loss?.data[0] as number;
    if (!Number.isFinite(value)) {
      throw failure("loss-not-finite", {
        message: `the loss became ${value} at step ${step}`,
        help: "Lower the learning rate, or look for extreme numbers in the rows.",
      });
    }
    losses.push(value);
    await onStep?.({ step, loss: value });
  }
  return losses;
}
