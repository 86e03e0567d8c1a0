import { type AnsweredRows, answerSplit } from "../evaluate/answer-split.ts";
import {
  addAnswers,
  type CountedMetrics,
  clearCount,
  createCount,
  metricsOfCount,
} from "../evaluate/count.ts";
import { blend } from "./blend.ts";
import type { TrainEvent } from "./events.ts";
import type { Leg } from "./legs.ts";
import type { RunLog } from "./run-log.ts";
import type { Session } from "./session.ts";
import { setStates } from "./set-states.ts";
import { phaseOf, type Standing } from "./standing.ts";
import { hasStalled, isBetter, judgementOf } from "./stopping.ts";

/** An epoch that is through, and how the stretch that it is in comes to its end with it, if it does. */
interface EndedEpoch {
  readonly event: Extract<TrainEvent, { kind: "epoch" }>;
  readonly through: "finished" | "stalled" | undefined;
}

/** Sets states by the validation split, measures the epoch that is through, logs it, and decides whether it is the best of its stretch and whether it is the last. */
export async function endEpoch(session: Session, standing: Standing, log: RunLog): Promise<EndedEpoch> {
  const { validation } = session.dataset.splits;
  // Before anything is measured, so that what is measured is what a checkpoint then holds.
  await setStates(session);
  await blend(session, standing);
  const { leg } = standing;
  const judgement = judgementOf(leg, validation.rows);

  const train = metricsOfCount(standing.count);
  const metrics = validation.rows === 0 ? { train } : { train, validation: await validate(session, leg) };
  clearCount(standing.count);
  const epoch = ++standing.epoch;
  const { step } = standing;
  const phase = phaseOf(standing);
  log.epoch({ epoch, step, ...phase, ...metrics });

  const { split, metric } = judgement;
  const value = (split === "train" ? train : metrics.validation)?.[metric] ?? Number.NaN;
  const best = isBetter(judgement, value, standing.best);
  if (best) standing.best = { epoch, metric, value };
  const stalled = hasStalled(judgement, epoch, standing.best, standing.after);
  const over = epoch - standing.after >= leg.epochs ? "finished" : undefined;
  return {
    event: { kind: "epoch", epoch, step, ...phase, ...metrics, best },
    through: stalled ? "stalled" : over,
  };
}

async function validate({ run, dataset, model }: Session, { loss: minimised }: Leg): Promise<CountedMetrics> {
  const count = createCount(
    run.compiled.interface.outputs,
    run.training.plan.terms,
    dataset.splits.validation.rows,
  );
  const take = (answered: AnsweredRows) => {
    const loss = answered.losses.reduce((a, b) => a + b, 0);
    addAnswers(count, answered.rows, { loss, terms: answered.terms }, answered.given, answered.targets);
  };
  await answerSplit(model, dataset.splits.validation, run.manifest.batch, take, { loss: minimised });
  return metricsOfCount(count);
}
