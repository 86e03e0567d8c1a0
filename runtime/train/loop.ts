import { createBatches } from "../data/batches.ts";
import { answerSplit, floats, probabilitiesOf } from "../evaluate/answer-split.ts";
import {
  addAnswers,
  type Count,
  type CountedMetrics,
  createCount,
  metricsOfCount,
  restoreCount,
  storeCount,
} from "../evaluate/count.ts";
import { failure } from "../failure.ts";
import type { VariableValues } from "../model/open-model.ts";
import { type BestEpoch, type RunState, writeCheckpoint } from "../run/checkpoint.ts";
import type { Ending, TrainEvent, TrainResult } from "./events.ts";
import { epochOrder } from "./order.ts";
import { createPace } from "./pace.ts";
import { openRunLog } from "./run-log.ts";
import type { Session } from "./session.ts";
import { hasStalled, isBetter, judgementOf } from "./stopping.ts";

export interface LoopOptions {
  readonly tell: (event: TrainEvent) => void;
  /** Whether the user wants the run to end. */
  readonly interrupted: () => boolean;
  /** Milliseconds between checkpoints at least. */
  readonly checkpointEvery?: number | undefined;
}

/** Steps follow one another without looking up for so many milliseconds. */
const LOOK_UP = 50;

/**
 * Trains until the run ends, and leaves `last` and `best` checkpoints. Each native call blocks the thread, so the loop
 * gives way a few times a second to hear whether it is interrupted.
 *
 * @throws RuntimeFailure `loss-not-finite`
 */
export async function trainLoop(session: Session, options: LoopOptions): Promise<TrainResult> {
  const { run, dataset, model, from } = session;
  const { manifest, layout, compiled, training } = run;
  const { train, validation } = dataset.splits;
  const { outputs } = compiled.interface;
  const judgement = judgementOf(training.plan, validation.rows);
  const batches = createBatches(train.feeds, Math.min(manifest.batch, train.rows));
  const log = openRunLog(layout.metrics, from?.metrics ?? 0);

  let step = from?.step ?? 0;
  let epoch = from?.epoch ?? 0;
  let best = from?.best;
  let ended = from?.ended;
  const count = createCount(outputs);
  if (from !== undefined) restoreCount(count, from);

  const began = performance.now();
  const seconds = () => (from?.seconds ?? 0) + (performance.now() - began) / 1000;
  const pace = createPace(began, options.checkpointEvery);
  /** The best epoch's values, until they are written. */
  let unwritten: { readonly values: VariableValues; readonly state: RunState } | undefined;

  const stateNow = (metrics: number): RunState => ({
    format: 1,
    step,
    epoch,
    ...storeCount(count),
    ...(best === undefined ? {} : { best }),
    ...(ended === undefined ? {} : { ended }),
    metrics,
    seconds: seconds(),
  });
  /** The best first: if the process dies in between, the last checkpoint is from before, and comes to it again. */
  const checkpoint = () => {
    const start = performance.now();
    const metrics = log.sync();
    if (unwritten !== undefined) writeCheckpoint(layout.best, unwritten);
    unwritten = undefined;
    writeCheckpoint(layout.last, { state: stateNow(metrics), values: model.read() });
    pace.wrote(start, performance.now());
  };
  const progress = createProgress(options.tell);

  try {
    let lookedUp = began;
    let ending: Ending | undefined = ended;
    while (ending === undefined) {
      const order = epochOrder(manifest.seed, epoch, train.rows);
      while (count.rows < train.rows) {
        takeStep(order);
        const now = performance.now();
        if (now - lookedUp >= LOOK_UP || pace.due(now)) {
          progress(now, { step, epoch: epoch + 1, loss: count.loss / count.rows });
          if (pace.due(now)) checkpoint();
          await new Promise(setImmediate);
          lookedUp = performance.now();
          if (options.interrupted()) break;
        }
      }
      if (count.rows >= train.rows) endEpoch();
      ending = ended ?? (options.interrupted() ? "interrupted" : undefined);
    }
    if (from?.ended === undefined) checkpoint();
    return {
      run: layout.folder,
      model: manifest.model,
      ending,
      epochs: epoch,
      steps: step,
      ...(best === undefined ? {} : { best }),
      seconds: seconds(),
    };
  } finally {
    log.close();
  }

  function takeStep(order: Uint32Array): void {
    const rows = Math.min(manifest.batch, train.rows - count.rows);
    const feeds = batches.gather(count.rows, rows, order);
    const results = model.run("train", feeds);
    const loss = floats(results.loss)[0]!;
    if (!Number.isFinite(loss)) throw notFinite(step + 1, loss);
    addAnswers(
      count,
      rows,
      loss * rows,
      probabilitiesOf(outputs, results),
      (output) => feeds[output]!.data as Int32Array,
    );
    step++;
    log.step({
      step,
      epoch: epoch + 1,
      loss,
      learning_rate: floats(results.learning_rate)[0]!,
      gradient_norm: floats(results.gradient_norm)[0]!,
    });
    progress.rows(rows);
  }

  /** Measures the epoch, keeps its weights if it is the best, and decides whether it was the last. */
  function endEpoch(): void {
    const trained = metricsOfCount(count);
    const validated = validation.rows === 0 ? undefined : validate();
    epoch++;
    restoreCount(count, storeCount(createCount(outputs)));
    const metrics = { train: trained, ...(validated === undefined ? {} : { validation: validated }) };
    log.epoch({ epoch, step, ...metrics });

    const value = (judgement.split === "train" ? trained : validated)?.[judgement.metric] ?? Number.NaN;
    const better = isBetter(judgement, value, best);
    if (better) best = { epoch, metric: judgement.metric, value } satisfies BestEpoch;
    if (hasStalled(judgement, epoch, best)) ended = "stalled";
    else if (epoch >= manifest.epochs) ended = "finished";
    if (better) unwritten = { values: model.read(), state: stateNow(log.sync()) };
    options.tell({ kind: "epoch", epoch, step, ...metrics, best: better });
  }

  function validate(): CountedMetrics {
    const counted: Count = createCount(outputs);
    answerSplit(model, validation, manifest.batch, ({ rows, losses, probabilities, truth }) => {
      const loss = losses.reduce((a, b) => a + b, 0);
      addAnswers(counted, rows, loss, probabilities, (output) => truth.get(output)!);
    });
    return metricsOfCount(counted);
  }
}

interface Standing {
  readonly step: number;
  readonly epoch: number;
  readonly loss: number;
}

/** Tells how fast it goes, over the time since it was last told. */
function createProgress(tell: (event: TrainEvent) => void) {
  let last = performance.now();
  let rows = 0;
  const progress = (now: number, standing: Standing) => {
    const samplesPerSecond = (rows / (now - last)) * 1000;
    tell({ kind: "step", ...standing, samplesPerSecond });
    last = now;
    rows = 0;
  };
  return Object.assign(progress, {
    rows(more: number) {
      rows += more;
    },
  });
}

function notFinite(step: number, loss: number) {
  return failure("loss-not-finite", {
    message: `the loss became ${loss} at step ${step}`,
    help: "Lower the learning rate, clip the gradients (`clip: norm(1)`), or look for extreme numbers in the data. The last checkpoint is from before.",
  });
}
