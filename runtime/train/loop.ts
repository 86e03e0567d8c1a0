import { isRuntimeFailure } from "../failure.ts";
import { withEvents } from "../tensorboard/log.ts";
import { beginLeg } from "./begin-leg.ts";
import { beginBlend } from "./blend.ts";
import { createCheckpoints } from "./checkpoints.ts";
import { diagnosed } from "./diagnose.ts";
import { endEpoch } from "./end-epoch.ts";
import type { Ending, TrainEvent, TrainResult } from "./events.ts";
import { keepOutOfFold } from "./keep-out-of-fold.ts";
import { storedRows } from "./out-of-fold.ts";
import { createProgress } from "./progress.ts";
import { openRunLog } from "./run-log.ts";
import type { Session } from "./session.ts";
import { createStanding, phaseOf, storeStanding } from "./standing.ts";
import { createSteps } from "./steps.ts";

export interface LoopOptions {
  readonly tell: (event: TrainEvent) => void;
  /** Whether the user wants the run to end. */
  readonly interrupted: () => boolean;
  /** Whether files for TensorBoard are written too. */
  readonly tensorboard?: boolean | undefined;
  /** Milliseconds between checkpoints at least. */
  readonly checkpointEvery?: number | undefined;
}

/** Steps follow one another without looking up for so many milliseconds. */
const LOOK_UP = 100;

/**
 * Trains until the run ends, and leaves checkpoints of its best epoch and of its last step. Native calls may block
 * the thread, so the loop gives way a few times a second to hear whether it is interrupted.
 *
 * @throws RuntimeFailure `loss-not-finite`, which says where it went wrong; the last checkpoint is then from before
 */
export async function trainLoop(session: Session, options: LoopOptions): Promise<TrainResult> {
  const { run, model, from } = session;
  const { manifest, layout } = run;
  const standing = createStanding(session);
  const lines = openRunLog(layout.metrics, from?.metrics ?? 0);
  const log = options.tensorboard ? withEvents(lines, layout.tensorboard, from?.step ?? 0) : lines;
  const takeStep = createSteps(session, standing, log);
  const progress = createProgress(options.tell);

  const began = performance.now();
  const seconds = () => (from?.seconds ?? 0) + (performance.now() - began) / 1000;
  const waiting = () => (from?.waiting ?? 0) + session.feeder.waited();
  const stateNow = () =>
    storeStanding(standing, { metrics: log.length(), seconds: seconds(), waiting: waiting() });
  const valuesNow = async () => new Map([...(await model.read()), ...storedRows(session.kept)]);
  const standingNow = { stateNow, valuesNow, sync: log.sync };
  const checkpoints = createCheckpoints(layout, run.compiled, standingNow, options.checkpointEvery);

  /** Whether learning rates are tried, and all have been. */
  const tried = () => manifest.range !== undefined && standing.step >= manifest.range.steps;

  let lookedUp = began;
  /** Tells how far it is, hears what is wanted, and writes a checkpoint where one is due. */
  async function lookUp(now: number): Promise<void> {
    const { count, step, epoch } = standing;
    progress.tell(now, { step, epoch: epoch + 1, ...phaseOf(standing), loss: count.loss / count.rows });
    if (checkpoints.due(now) && manifest.range === undefined) await checkpoints.write();
    await new Promise(setImmediate);
    lookedUp = performance.now();
  }

  async function trainEpoch(): Promise<void> {
    const { rows } = standing.leg;
    while (standing.count.rows < rows && !tried()) {
      progress.add(await takeStep());
      const now = performance.now();
      if (now - lookedUp < LOOK_UP) continue;
      await lookUp(now);
      if (options.interrupted()) return;
    }
  }

  /** Goes on to the next stretch. Its beginning is written, so that no best epoch of it replaces one that is needed. */
  async function goOn(): Promise<void> {
    const handed = standing.best === undefined ? await model.read() : checkpoints.best();
    if (standing.leg.keeps !== undefined) {
      model.assign(handed);
      await keepOutOfFold(session, standing.leg.keeps);
    }
    beginLeg(session, standing, handed);
    await beginBlend(session, standing);
    await checkpoints.write();
  }

  try {
    if (from === undefined) await beginBlend(session, standing);
    let ending: Ending | undefined = standing.ended;
    while (ending === undefined) {
      await trainEpoch();
      if (standing.count.rows >= standing.leg.rows) {
        const { event, through } = await endEpoch(session, standing, log);
        const isLast = standing.number === session.legs.length - 1;
        if (through !== undefined && isLast) standing.ended = through;
        if (event.best) await checkpoints.keepBest();
        options.tell(event);
        if (through !== undefined && !isLast) await goOn();
      }
      if (tried()) standing.ended = "finished";
      ending = standing.ended ?? (options.interrupted() ? "interrupted" : undefined);
    }
    if (from?.ended === undefined && manifest.range === undefined) await checkpoints.write();
    log.sync();
    return result(ending);
  } catch (error) {
    if (!isRuntimeFailure(error) || error.reason !== "loss-not-finite") throw error;
    // A range of rates ends where the loss does.
    if (manifest.range !== undefined) return result("finished");
    throw await diagnosed(session, error, standing.step + 1);
  } finally {
    log.close();
  }

  function result(ending: Ending): TrainResult {
    const { epoch, step, best } = standing;
    return {
      run: layout.folder,
      model: manifest.model,
      ending,
      epochs: epoch,
      steps: step,
      ...(best === undefined ? {} : { best }),
      seconds: seconds(),
      waiting: waiting(),
    };
  }
}
