import { type Batches, createBatches } from "../data/batches.ts";
import { floats, givenOf, targetsOf, termsOf } from "../evaluate/answer-split.ts";
import { addAnswers } from "../evaluate/count.ts";
import { failure } from "../failure.ts";
import type { Leg } from "./legs.ts";
import type { RunLog } from "./run-log.ts";
import type { Session } from "./session.ts";
import { phaseOf, type Standing } from "./standing.ts";

/**
 * Gives the function that takes one step: the next rows of the epoch in `order` are fed, and what came of them is
 * counted and logged. It returns the number of rows.
 */
export function createSteps(
  { run, dataset, model, kept }: Session,
  standing: Standing,
  log: RunLog,
): (order: Uint32Array) => Promise<number> {
  const { train } = dataset.splits;
  const { batch } = run.manifest;
  let batches: { readonly of: Leg; readonly all: Batches } | undefined;
  /** What is predicted out of folds changes between stretches, never in one. */
  const batchesOf = (leg: Leg): Batches => {
    if (batches?.of !== leg) {
      batches = { of: leg, all: createBatches([...train.feeds, ...kept], Math.min(batch, leg.rows)) };
    }
    return batches.all;
  };

  return async (order) => {
    const { count, leg } = standing;
    const outputs = run.compiled.interface.outputs.filter(({ name }) => leg.outputs.includes(name));
    const rows = Math.min(batch, leg.rows - count.rows);
    const feeds = batchesOf(leg).gather(count.rows, rows, order);
    const results = await model.run(leg.program, feeds);
    const loss = floats(results.loss)[0]!;
    const step = standing.step + 1;
    if (!Number.isFinite(loss)) throw notFinite(step, loss);
    const terms = termsOf(model, results, ([mean]) => mean! * rows);
    addAnswers(
      count,
      rows,
      { loss: loss * rows, terms },
      givenOf(outputs, results),
      targetsOf(outputs, feeds),
    );
    standing.step = step;
    log.step({
      step,
      epoch: standing.epoch + 1,
      ...phaseOf(standing),
      loss,
      learning_rate: floats(results.learning_rate)[0]!,
      gradient_norm: floats(results.gradient_norm)[0]!,
    });
    return rows;
  };
}

function notFinite(step: number, loss: number) {
  return failure("loss-not-finite", {
    message: `the loss became ${loss} at step ${step}`,
    help: "Lower the learning rate, clip the gradients (`clip: norm(1)`), or look for extreme numbers in the data.",
  });
}
