import { createBest } from "./best.ts";
import { startFromTargets } from "./fit.ts";
import { createScope, type State } from "./model.ts";
import { epochOrder } from "./order.ts";
import { batchesOf, encodeRows, learn, type Rows } from "./rows.ts";
import { setStates } from "./states.ts";
import { numberOf, type Phase, type Training, takeStep, variableOf } from "./step.ts";
import * as tf from "./tf.ts";

export interface StepResult {
  /** Counted from 1. */
  readonly step: number;
  readonly epoch: number;
  readonly loss: number;
  readonly learningRate: number;
}

export interface EpochResult {
  /** Counted from 1. */
  readonly epoch: number;
  /** Mean over the rows. */
  readonly loss: number;
  /** What the phase is judged by on the rows of validation, where there are any: its loss, unless the model says otherwise. */
  readonly validation?: number;
}

export interface TrainOptions<Row> {
  /** Rows that are not trained on. With them, the weights in the end are those of the best epoch. */
  readonly validation?: readonly Row[];
  /** In place of the declared ones. */
  readonly epochs?: number;
  readonly batch?: number;
  readonly onStep?: (result: StepResult) => void;
  /** Training ends early where this gives `"stop"`. */
  readonly onEpoch?: (result: EpochResult) => unknown;
}

export interface Trainable<Row extends object> {
  /** Trains on rows, from where the weights are. */
  train(rows: readonly Row[], options?: TrainOptions<Row>): Promise<EpochResult[]>;
}

export function createTrainer<I extends object, O extends object, Values, Row extends I>(
  training: Training<I, O, Values>,
  state: State,
): Trainable<Row> {
  const { counters } = state;

  /** Takes the steps of an epoch, counted from 0; gives their mean loss. */
  async function trainEpoch(
    phase: Phase<Values>,
    epoch: number,
    rows: Rows,
    batch: number,
    onStep: TrainOptions<Row>["onStep"],
  ): Promise<number> {
    let sum = 0;
    for (const [feeds, count] of batchesOf(rows, batch, epochOrder(counters.seed, epoch, rows.count))) {
      const [loss, learningRate] = takeStep(training, phase, state, feeds, count);
      sum += loss * count;
      onStep?.({ step: counters.step, epoch: epoch + 1, loss, learningRate });
      // Whatever else waits, such as a page, gets its turn.
      await tf.nextFrame();
    }
    return sum / rows.count;
  }

  /** The mean over rows of what is told of them in prediction. */
  function measure(by: Phase<Values>["loss"], rows: Rows, batch: number): number {
    let sum = 0;
    for (const [feeds, count] of batchesOf(rows, batch)) {
      const mean = tf.tidy(() => {
        const scope = createScope(state, feeds, count);
        return numberOf(by(scope, training.forward(scope)));
      });
      sum += mean * count;
    }
    return sum / rows.count;
  }

  /** A phase begins with an optimizer that remembers nothing, and a schedule that starts anew. */
  function begin(): void {
    for (const { name, role } of training.variables) {
      const variable = variableOf(state, name);
      if (role === "slot") tf.tidy(() => variable.assign(tf.zerosLike(variable)));
    }
    counters.began = counters.step;
    counters.horizon = 0;
  }

  async function trainPhase(
    phase: Phase<Values>,
    rows: Rows,
    validation: Rows,
    { epochs = phase.epochs, batch = training.batch, onStep, onEpoch }: TrainOptions<Row>,
  ): Promise<EpochResult[]> {
    const { stop, loss: minimised } = phase;
    const perEpoch = Math.ceil(rows.count / batch);
    const first = Math.floor(counters.step / perEpoch);
    counters.horizon = Math.max(counters.horizon, counters.step - counters.began + epochs * perEpoch);
    const isValidated = validation.count > 0;
    const best = createBest(state, stop?.better ?? "lower");
    const results: EpochResult[] = [];
    for (let epoch = first; epoch < first + epochs; epoch++) {
      const loss = await trainEpoch(phase, epoch, rows, batch, onStep);
      if (isValidated) setStates(training, state, validation, batch);
      const measured = isValidated ? measure(stop?.by ?? minimised, validation, batch) : undefined;
      const result = { epoch: epoch + 1, loss, ...(measured !== undefined && { validation: measured }) };
      results.push(result);
      best.consider((stop?.on === "train" ? undefined : measured) ?? loss);
      const isOver = (await onEpoch?.(result)) === "stop";
      if (isOver || (stop !== undefined && best.since() >= stop.patience)) break;
    }
    if (isValidated || stop !== undefined || training.phases.length > 1) best.restore();
    best.dispose();
    return results;
  }

  return {
    async train(rows, options = {}) {
      const { validation = [] } = options;
      if (rows.length === 0) throw new Error("there are no rows to train on");
      if (validation.length === 0 && training.phases.some(({ stop }) => stop?.on === "validation")) {
        throw new Error("training ends by what others say: train(rows, { validation: others })");
      }
      learn(training, state, rows);
      const trained = encodeRows(training, state, rows);
      const held = encodeRows(training, state, validation);
      startFromTargets(training, state, trained);
      const results: EpochResult[] = [];
      for (const [i, phase] of training.phases.entries()) {
        if (i > 0) begin();
        results.push(...(await trainPhase(phase, trained, held, options)));
      }
      return results;
    },
  };
}
