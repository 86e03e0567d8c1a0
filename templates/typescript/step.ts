import type { FitRule } from "./fit.ts";
import {
  createScope,
  type Definition,
  isWithin,
  type Scope,
  type State,
  type VariableSpec,
} from "./model.ts";
import * as tf from "./tf.ts";

/** What a model needs to be trained, beside its definition. */
export interface Training<I extends object, O extends object, Values> extends Definition<I, O, Values> {
  /** Rows in a step. */
  readonly batch: number;
  /** One after another; most trainings are a single one. */
  readonly phases: readonly [Phase<Values>, ...Phase<Values>[]];
  /** Variables that start from the targets of the rows. */
  readonly fits: readonly {
    readonly variable: string;
    readonly output: keyof O & string;
    readonly rule: FitRule;
  }[];
  /** Keeps a gradient from being too large; `norm` is the length of all of them together. */
  clip(gradient: tf.Tensor, norm: tf.Tensor): tf.Tensor;
  /** The states that rows of validation set after each epoch, by name. */
  readonly states?: Readonly<Record<string, StateOf<Values>>>;
}

/** A stretch of training. */
export interface Phase<Values> {
  readonly epochs: number;
  /** Names of what the optimizer remembers of each weight. */
  readonly slots: readonly string[];
  /** The parts whose weights it moves, where not all. */
  readonly moves?: readonly string[];
  /** The parts that work as in prediction. */
  readonly still?: readonly string[];
  /** When it ends early. */
  readonly stop?: Stop<Values>;
  /** What is minimised, a scalar. */
  loss(scope: Scope, values: Values): tf.Tensor;
  /** The rate of a step, of which so many were taken before, of so many in all. */
  learningRate(step: number, horizon: number): number;
  /** A weight and what is remembered of it after step `step`, counted from 1: the weight first. */
  move(
    weight: tf.Tensor,
    slots: readonly tf.Tensor[],
    gradient: tf.Tensor,
    rate: number,
    step: number,
  ): tf.Tensor[];
}

/** Ends a phase when what it is judged by has not improved for so many epochs. */
export interface Stop<Values> {
  readonly on: "train" | "validation";
  readonly better: "lower" | "higher";
  readonly patience: number;
  /** What it is judged by, a scalar; where there is none, what is minimised. */
  readonly by?: (scope: Scope, values: Values) => tf.Tensor;
}

/** Numbers of every row, and 1 where they count, else 0. */
export interface Judged {
  readonly values: tf.Tensor;
  readonly counts: tf.Tensor;
}

interface StateOf<Values> {
  readonly rule: StateRule;
  judge(scope: Scope, values: Values): Judged;
}

/** By the mean over the rows that count, or the temperature at which they are likeliest. */
export type StateRule = "mean" | "temperature";

/** The variables that the optimizer keeps beside each weight. */
export const slotsOf = (variables: readonly VariableSpec[], slots: readonly string[]): VariableSpec[] =>
  variables
    .filter(({ role }) => role === "weight")
    .flatMap(({ name, shape }) =>
      slots.map((slot) => ({ name: `${name}/${slot}`, role: "slot", shape, initial: { kind: "zeros" } })),
    );

/** A variable of the model, which there has to be. */
export function variableOf({ variables }: State, name: string): tf.Variable {
  const found = variables.get(name);
  if (found === undefined) throw new Error(`there is no variable ${name}`);
  return found;
}

/** One step on some rows; gives their mean loss and the rate. */
export function takeStep<I extends object, O extends object, Values>(
  training: Training<I, O, Values>,
  phase: Phase<Values>,
  state: State,
  feeds: Readonly<Record<string, tf.Tensor>>,
  rows: number,
): [loss: number, rate: number] {
  const { counters } = state;
  const { moves, still = [], slots } = phase;
  const weights = training.variables.flatMap(({ name, role }) =>
    role === "weight" && (moves === undefined || isWithin(moves, name)) ? [name] : [],
  );
  const variable = (name: string) => variableOf(state, name);
  const taken = counters.step - counters.began;
  const rate = phase.learningRate(taken, counters.horizon);
  const loss = tf.tidy(() => {
    const set = new Map<string, tf.Tensor>();
    const { value, grads } = tf.variableGrads(() => {
      const scope = createScope(state, feeds, rows, {
        training: true,
        still,
        set: (name, after) => set.set(name, tf.keep(after.clone())),
      });
      return phase.loss(scope, training.forward(scope)) as tf.Scalar;
    }, weights.map(variable));
    const gradients = weights.map((name) => grads[variable(name).name] ?? tf.zerosLike(variable(name)));
    const norm = tf.addN(gradients.map((gradient) => gradient.square().sum())).sqrt();
    for (const [i, name] of weights.entries()) {
      const own = [name, ...slots.map((slot) => `${name}/${slot}`)].map(variable);
      const [weight, ...remembered] = own as [tf.Variable, ...tf.Variable[]];
      const clipped = training.clip(gradients[i] as tf.Tensor, norm);
      const moved = phase.move(weight, remembered, clipped, rate, taken + 1);
      for (const [j, one] of own.entries()) one.assign(moved[j] as tf.Tensor);
    }
    for (const [name, after] of set) {
      variable(name).assign(after);
      after.dispose();
    }
    return numberOf(value);
  });
  counters.step++;
  if (!Number.isFinite(loss)) throw new Error(`the loss became ${loss} at step ${counters.step}`);
  return [loss, rate];
}

export const numberOf = (scalar: tf.Tensor): number => scalar.dataSync()[0] ?? Number.NaN;
