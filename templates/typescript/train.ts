import { type Column, tensorsOf } from "./columns.ts";
import {
  columnsOf,
  createScope,
  type Definition,
  type Scope,
  type State,
  type VariableSpec,
} from "./model.ts";
import { epochOrder } from "./order.ts";
import * as tf from "./tf.ts";

/** What a model needs to be trained, beside its definition. */
export interface Training<I extends object, O extends object, Values> extends Definition<I, O, Values> {
  readonly epochs: number;
  /** Rows in a step. */
  readonly batch: number;
  /** Names of what the optimizer remembers of each weight. */
  readonly slots: readonly string[];
  /** Variables that start from the targets of the rows. */
  readonly fits: readonly {
    readonly variable: string;
    readonly output: keyof O & string;
    readonly rule: FitRule;
  }[];
  /** What is minimised, a scalar. */
  loss(scope: Scope, values: Values): tf.Tensor;
  /** The rate of a step, of which so many were taken before, of so many in all. */
  learningRate(step: number, horizon: number): number;
  /** Keeps a gradient from being too large; `norm` is the length of all of them together. */
  clip(gradient: tf.Tensor, norm: tf.Tensor): tf.Tensor;
  /** A weight and what is remembered of it after step `step`, counted from 1: the weight first. */
  move(
    weight: tf.Tensor,
    slots: readonly tf.Tensor[],
    gradient: tf.Tensor,
    rate: number,
    step: number,
  ): tf.Tensor[];
}

export type FitRule = "class_weights" | "positive_weights";

/** The variables that the optimizer keeps beside each weight. */
export const slotsOf = (variables: readonly VariableSpec[], slots: readonly string[]): VariableSpec[] =>
  variables
    .filter(({ role }) => role === "weight")
    .flatMap(({ name, shape }) =>
      slots.map((slot) => ({ name: `${name}/${slot}`, role: "slot", shape, initial: { kind: "zeros" } })),
    );

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
}

export interface TrainOptions {
  /** In place of the declared ones. */
  readonly epochs?: number;
  readonly batch?: number;
  readonly onStep?: (result: StepResult) => void;
  /** Training ends early where this gives `"stop"`. */
  readonly onEpoch?: (result: EpochResult) => unknown;
}

export interface Trainable<Row extends object> {
  /** Trains on rows, from where the weights are. */
  train(rows: readonly Row[], options?: TrainOptions): Promise<EpochResult[]>;
}

/** A variable of the model, which there has to be. */
function variableOf({ variables }: State, name: string): tf.Variable {
  const found = variables.get(name);
  if (found === undefined) throw new Error(`there is no variable ${name}`);
  return found;
}

/** One step on some rows; gives their mean loss and the rate. */
export function takeStep<I extends object, O extends object, Values>(
  training: Training<I, O, Values>,
  state: State,
  feeds: Readonly<Record<string, tf.Tensor>>,
  rows: number,
): [loss: number, rate: number] {
  const { counters } = state;
  const weights = training.variables.filter(({ role }) => role === "weight").map(({ name }) => name);
  const variable = (name: string) => variableOf(state, name);
  const rate = training.learningRate(counters.step, counters.horizon);
  const loss = tf.tidy(() => {
    const set = new Map<string, tf.Tensor>();
    const { value, grads } = tf.variableGrads(() => {
      const scope = createScope(state, feeds, rows, true, (name, after) =>
        set.set(name, tf.keep(after.clone())),
      );
      return training.loss(scope, training.forward(scope)) as tf.Scalar;
    }, weights.map(variable));
    const gradients = weights.map((name) => grads[variable(name).name] ?? tf.zerosLike(variable(name)));
    const norm = tf.addN(gradients.map((gradient) => gradient.square().sum())).sqrt();
    for (const [i, name] of weights.entries()) {
      const own = [name, ...training.slots.map((slot) => `${name}/${slot}`)].map(variable);
      const [weight, ...slots] = own as [tf.Variable, ...tf.Variable[]];
      const clipped = training.clip(gradients[i] as tf.Tensor, norm);
      const moved = training.move(weight, slots, clipped, rate, counters.step + 1);
      for (const [j, one] of own.entries()) one.assign(moved[j] as tf.Tensor);
    }
    for (const [name, after] of set) {
      variable(name).assign(after);
      after.dispose();
    }
    return value.dataSync()[0] ?? Number.NaN;
  });
  counters.step++;
  if (!Number.isFinite(loss)) throw new Error(`the loss became ${loss} at step ${counters.step}`);
  return [loss, rate];
}

export function createTrainer<I extends object, O extends object, Values, Row extends I>(
  training: Training<I, O, Values>,
  state: State,
): Trainable<Row> {
  function learn(rows: readonly Row[]): void {
    const names = Object.keys(training.inputs) as (keyof I & string)[];
    const known = names.map((name) => {
      const values = rows.flatMap((row) => (Object.hasOwn(row, name) ? [row[name]] : []));
      return [name, state.learned[name] ?? training.inputs[name].learn(values as never)] as const;
    });
    state.learned = Object.fromEntries(known);
  }

  return {
    async train(rows, { epochs = training.epochs, batch = training.batch, onStep, onEpoch } = {}) {
      if (rows.length === 0) throw new Error("there are no rows to train on");
      learn(rows);
      const targets = targetsOf(training, rows);
      const columns = [...columnsOf(training, state, rows), ...targets];
      for (const { variable: name, output, rule } of training.fits) {
        const target = targets.find((column) => column.name === output);
        if (target === undefined) continue;
        const fitted = variableOf(state, name);
        tf.tidy(() => fitted.assign(tf.tensor1d(FITTED[rule](target.data, fitted.size))));
      }
      const perEpoch = Math.ceil(rows.length / batch);
      const { counters } = state;
      const before = Math.floor(counters.step / perEpoch);
      counters.horizon = Math.max(counters.horizon, (before + epochs) * perEpoch);

      const results: EpochResult[] = [];
      for (let epoch = before; epoch < before + epochs; epoch++) {
        const order = epochOrder(counters.seed, epoch, rows.length);
        let sum = 0;
        for (let from = 0; from < rows.length; from += batch) {
          const some = order.subarray(from, from + batch);
          const feeds = tensorsOf(columns, some);
          const [loss, learningRate] = takeStep(training, state, feeds, some.length);
          tf.dispose(feeds);
          sum += loss * some.length;
          onStep?.({ step: counters.step, epoch: epoch + 1, loss, learningRate });
          // Whatever else waits, such as a page, gets its turn.
          await tf.nextFrame();
        }
        const result = { epoch: epoch + 1, loss: sum / rows.length };
        results.push(result);
        if ((await onEpoch?.(result)) === "stop") break;
      }
      return results;
    },
  };
}

function targetsOf<O extends object>(
  { outputs }: Pick<Training<object, O, unknown>, "outputs">,
  rows: readonly object[],
): Column[] {
  return (Object.keys(outputs) as (keyof O & string)[]).map((name) => {
    const { shape, dtype, target } = outputs[name];
    const width = shape.reduce((a, b) => a * b, 1);
    const data = new (dtype === "float32" ? Float32Array : Int32Array)(rows.length * width);
    for (const [i, row] of rows.entries()) {
      if (!Object.hasOwn(row, name)) throw new Error(`row ${i + 1} has no ${name}`);
      data.set(target((row as Record<string, never>)[name] as never), i * width);
    }
    return { name, shape, dtype, data };
  });
}

type Numbers = Column["data"];

/** What rules make of targets: a number for each label. */
const FITTED: Readonly<Record<FitRule, (targets: Numbers, labels: number) => Float32Array>> = {
  class_weights(targets, labels) {
    const counts = new Float32Array(labels);
    for (const label of targets) counts[label] = (counts[label] ?? 0) + 1;
    const occurring = counts.filter((count) => count > 0).length;
    return counts.map((count) => (count === 0 ? 1 : targets.length / (occurring * count)));
  },
  positive_weights(targets, labels) {
    const rows = targets.length / labels;
    return Float32Array.from({ length: labels }, (_, label) => {
      let there = 0;
      for (let row = 0; row < rows; row++) there += targets[row * labels + label] ?? 0;
      return there === 0 || there === rows ? 1 : (rows - there) / there;
    });
  },
};
