import { answerSplit } from "../evaluate/answer-split.ts";
import {
  addAnswers,
  type CountedMetrics,
  clearCount,
  createCount,
  metricsOfCount,
} from "../evaluate/count.ts";
import type { TrainEvent } from "./events.ts";
import type { RunLog } from "./run-log.ts";
import type { Session } from "./session.ts";
import { setStates } from "./set-states.ts";
import type { Standing } from "./standing.ts";
import { hasStalled, isBetter, judgementOf } from "./stopping.ts";

/** Sets states by the validation split, measures the epoch that is through, logs it, and decides whether it is the best and whether it is the last. */
export async function endEpoch(
  session: Session,
  standing: Standing,
  log: RunLog,
): Promise<Extract<TrainEvent, { kind: "epoch" }>> {
  const { run, dataset } = session;
  const { validation } = dataset.splits;
  // Before anything is measured, so that what is measured is what a checkpoint then holds.
  await setStates(session);
  const judgement = judgementOf(run.training.plan, validation.rows);

  const train = metricsOfCount(standing.count);
  const metrics = validation.rows === 0 ? { train } : { train, validation: await validate(session) };
  clearCount(standing.count);
  const epoch = ++standing.epoch;
  const { step } = standing;
  log.epoch({ epoch, step, ...metrics });

  const { split, metric } = judgement;
  const value = (split === "train" ? train : metrics.validation)?.[metric] ?? Number.NaN;
  const best = isBetter(judgement, value, standing.best);
  if (best) standing.best = { epoch, metric, value };
  if (hasStalled(judgement, epoch, standing.best)) standing.ended = "stalled";
  else if (epoch >= run.manifest.epochs) standing.ended = "finished";
  return { kind: "epoch", epoch, step, ...metrics, best };
}

async function validate({ run, dataset, model }: Session): Promise<CountedMetrics> {
  const count = createCount(run.compiled.interface.outputs, run.training.plan.terms);
  await answerSplit(model, dataset.splits.validation, run.manifest.batch, (answered) => {
    const loss = answered.losses.reduce((a, b) => a + b, 0);
    addAnswers(count, answered.rows, { loss, terms: answered.terms }, answered.given, answered.targets);
  });
  return metricsOfCount(count);
}
