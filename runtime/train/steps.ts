import type { OutputSpec } from "../../compiler/plan/interface.ts";
import { floats, givenOf, targetsOf, termsOf } from "../evaluate/answer-split.ts";
import { addAnswers } from "../evaluate/count.ts";
import type { Feeding } from "./feeding/feeder.ts";
import type { Stretch as FedRows } from "./feeding/stretch.ts";
import type { Leg } from "./legs.ts";
import { noNumbers } from "./not-finite.ts";
import type { RunLog } from "./run-log.ts";
import type { Session } from "./session.ts";
import { phaseOf, type Standing } from "./standing.ts";

/** What stays the same from step to step. */
interface Stretch {
  readonly leg: Leg;
  readonly feeding: Feeding;
  readonly outputs: readonly OutputSpec[];
}

/** The rows that the steps of a stretch are fed. */
export function rowsOf({ run, dataset, kept }: Session, leg: Leg): FedRows {
  const { batch, seed } = run.manifest;
  const { sample } = run.training.plan;
  const labels = sample && dataset.splits.train.feeds.find(({ name }) => name === sample.balanced)?.data;
  return {
    parts: [dataset.splits.train.stored, { kind: "memory", feeds: kept }],
    size: Math.min(batch, leg.rows),
    rows: leg.rows,
    places: leg.order,
    seed,
    ...(labels instanceof Int32Array && { labels }),
  };
}

/**
 * Gives the function that takes one step: the next rows of the epoch are fed, and what came of them is
 * counted and logged. It returns the number of rows.
 */
export function createSteps(session: Session, standing: Standing, log: RunLog): () => Promise<number> {
  const { run, model, feeder } = session;
  const { batch } = run.manifest;
  let stretch: Stretch | undefined;
  /** What is predicted out of folds changes between stretches, never in one. */
  const stretchOf = (leg: Leg): Stretch => ({
    leg,
    feeding: feeder.begin(rowsOf(session, leg)),
    outputs: run.compiled.interface.outputs.filter(({ name }) => leg.outputs.includes(name)),
  });

  return async () => {
    const { count, leg } = standing;
    if (stretch?.leg !== leg) stretch = stretchOf(leg);
    const { feeding, outputs } = stretch;
    const rows = Math.min(batch, leg.rows - count.rows);
    const fed = feeding.next({ epoch: standing.epoch, row: count.rows }, rows);
    const feeds = fed instanceof Promise ? await fed : fed;
    const results = await model.run(leg.program, feeds);
    const loss = floats(results.loss)[0]!;
    const step = standing.step + 1;
    if (!Number.isFinite(loss)) throw noNumbers(step, "the loss");
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
