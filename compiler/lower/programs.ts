import type { Output } from "../check/inputs-outputs.ts";
import type { TypedModel } from "../check/model.ts";
import type { TrainSpec } from "../check/train.ts";
import type { TypedValue } from "../check/values.ts";
import { clips } from "../clips/index.generated.ts";
import { gradientsOf } from "../graph/autodiff.ts";
import { createBuilder } from "../graph/builder.ts";
import type { Program, Update, Variable } from "../graph/graph.ts";
import { createOps, type Ops } from "../graph/ops.ts";
import { BATCH, type Tensor } from "../graph/tensor.ts";
import { optimizers } from "../optimizers/index.generated.ts";
import { outputKinds } from "../outputs/index.generated.ts";
import type { CompiledModel, StateSpec } from "../plan/compiled-model.ts";
import { schedules } from "../schedules/index.generated.ts";
import { feedsOf } from "./feeds.ts";
import { finished } from "./finish.ts";
import { counterVariable, type Forward, lowerForward, readCounter } from "./forward.ts";
import { blended, type Minimised, minimised, stepsTaken, termValues } from "./losses.ts";
import { givenOutOfFold, keptOutOfFold } from "./out-of-fold.ts";
import { scaleOf } from "./scaled-targets.ts";
import { moves, outputsMadeIn, type Stretch, stillIn, stretchesOf } from "./stretches.ts";
import { judgeStates } from "./validation.ts";
import { createVariables, type Variables } from "./variables.ts";

interface LowerOptions {
  /** Whether programs stay as they were written, with what keeps gradients from passing. */
  readonly plain?: boolean;
  /** The data that the model answers for, if it is not that of a training. */
  readonly data?: TrainSpec["data"] | undefined;
}

/** Writes a checked model, and how it is trained where that is given, as tensor programs. */
export function lowerModel(
  model: TypedModel,
  training?: TrainSpec,
  { plain = false, data = training?.data }: LowerOptions = {},
): CompiledModel {
  const g = createOps(createBuilder());
  const variables = createVariables();
  const predict = predictProgram(g, model, variables, data);
  const programs = training && {
    trains: stretchesOf(training).map((stretch) => trainProgram(g, model, training, stretch, variables)),
    ...evaluateProgram(g, model, training, variables),
  };

  const blend = training && blended(training, variables);
  const all = [...variables.all.values()];
  const finish = (program: Program, trains = false) =>
    plain ? program : finished(program, { variables: all, trains });
  // What only predicts needs none of the others.
  const train = once(() => finish(programs!.trains.at(-1)!, training!.phases.length === 0));
  const earlier = once(() => programs!.trains.slice(0, -1).map((program) => finish(program)));
  const evaluate = once(() => finish(programs!.evaluate));
  return {
    interface: model.interface,
    variables: all,
    predict: finish(predict),
    ...(programs && {
      training: {
        plan: training.plan,
        data: training.data,
        get train() {
          return train();
        },
        get earlier() {
          return earlier();
        },
        get evaluate() {
          return evaluate();
        },
        states: programs.states,
        ...(blend && { blend }),
      },
    }),
  };
}

/** Does work when it is first asked for. */
function once<T>(work: () => T): () => T {
  let done: { readonly result: T } | undefined;
  return () => {
    done ??= { result: work() };
    return done.result;
  };
}

/**
 * A model whose `predict` is the forward pass of a training step, with those operators as in prediction that declare
 * to work otherwise: it must give what prediction gives. With a `path`, only the operator there is as in training.
 */
export function lowerCalmly(model: TypedModel, training?: TrainSpec, path?: string): CompiledModel {
  const g = createOps(createBuilder());
  const variables = createVariables();
  const forward = lowerForward(g, model, wantedBy(model, training), variables, true, { calm: path ?? "all" });
  const predict = program(
    model,
    "predict",
    predictions(g, model.outputs, forward, variables, training?.data),
    [],
  );
  const all = [...variables.all.values()];
  return {
    interface: model.interface,
    variables: all,
    predict: finished(predict, { variables: all, trains: false }),
  };
}

function program(
  model: TypedModel,
  name: string,
  results: Program["results"],
  updates: readonly Update[],
): Program {
  const order = model.interface.inputs.map((input) => input.name);
  return { name, feeds: feedsOf(results, updates, order), results, updates };
}

function predictProgram(
  g: Ops,
  model: TypedModel,
  variables: Variables,
  data: TrainSpec["data"] | undefined,
): Program {
  const wanted = model.outputs.map((output) => output.value);
  const forward = lowerForward(g, model, wanted, variables, false);
  return program(model, "predict", predictions(g, model.outputs, forward, variables, data), []);
}

function evaluateProgram(
  g: Ops,
  model: TypedModel,
  spec: TrainSpec,
  variables: Variables,
): { readonly evaluate: Program; readonly states: readonly StateSpec[] } {
  const forward = lowerForward(g, model, wantedBy(model, spec), variables, false);
  const { results: judged, states } = judgeStates(g, forward.judged);
  const given = predictions(g, model.outputs, forward, variables, spec.data);
  const loss = minimised(g, spec, forward, variables);
  const losses = stretchesOf(spec).map(({ terms, loss }) => [
    loss,
    minimised(g, { ...spec, terms }, forward, variables).rows,
  ]);
  const results = {
    ...given,
    ...Object.fromEntries(losses),
    ...named(spec, loss, "rows"),
    ...judged,
    ...keptOutOfFold(spec, forward),
  };
  return { evaluate: program(model, "evaluate", results, []), states };
}

function trainProgram(
  g: Ops,
  model: TypedModel,
  spec: TrainSpec,
  stretch: Stretch,
  variables: Variables,
): Program {
  const { drop } = spec;
  const { terms, phase } = stretch;
  const outputs = phase === undefined ? model.outputs : outputsMadeIn(model, phase);
  const wanted = [...outputs.map(({ value }) => value), ...termValues(stretch)];
  const still = phase && stillIn(model, phase);
  const forward = lowerForward(g, model, wanted, variables, true, {
    drop,
    ...(phase && still && { still, given: givenOutOfFold(g, phase) }),
  });
  const loss = minimised(g, { ...spec, terms }, forward, variables);

  const weights = [...variables.all.values()].filter(
    (variable) => variable.role === "weight" && moves(stretch, variable),
  );
  const gradients = gradientsOf(
    g,
    loss.mean,
    weights.map((weight) => g.read(weight)),
  );
  return g.within({ path: "optimizer" }, () => {
    const whole = { ...spec, ...stretch };
    const gathered = spec.accumulate === 1 ? undefined : accumulated(g, whole, variables, weights, gradients);
    const { updates, results } = optimize(
      g,
      whole,
      variables,
      weights,
      gathered?.gradients ?? gradients,
      gathered,
    );
    return program(
      model,
      stretch.program,
      {
        loss: loss.mean,
        ...named(spec, loss, "mean"),
        ...results,
        ...predictions(g, outputs, forward, variables, spec.data),
      },
      [...updates, ...(gathered?.updates ?? []), ...forward.statistics],
    );
  });
}

/** Clips gradients, moves weights, where it is time for that, and counts the step. */
function optimize(
  g: Ops,
  spec: Pick<TrainSpec, "optimizer" | "schedule" | "clip" | "phases" | "accumulate">,
  variables: Variables,
  weights: readonly Variable[],
  gradients: readonly Tensor[],
  gathered?: Gathered,
): { updates: Update[]; results: Record<string, Tensor> } {
  const norm = g.sqrt(
    gradients
      .map((gradient) => g.reduceSum(g.square(gradient), dimensions(gradient)))
      .reduce((a, b) => g.add(a, b)),
  );
  const { clip } = spec;
  const clipped =
    clip === undefined ? gradients : clips[clip.name].clip(g, { gradients, norm }, clip.settings as never);

  const optimizer = optimizers[spec.optimizer.name];
  const schedule = schedules[spec.schedule.name];
  const step = readCounter(g, variables, "step");
  const horizon = readCounter(g, variables, "horizon");
  const base = g.scalar(spec.optimizer.settings.learning_rate as number);
  // A phase has an optimizer of its own, with an empty memory, and a schedule that starts with it.
  const own = g.cast(stepsTaken(g, variables, spec.phases), "float32");
  const all = g.cast(horizon, "float32");
  // Of several batches that make one step, all have the place of that step.
  const position =
    gathered === undefined
      ? { base, step: own, horizon: all }
      : { base, step: gathered.step, horizon: g.floor(g.mul(all, g.scalar(1 / spec.accumulate))) };
  const set = (variable: Variable, value: Tensor): Update => ({
    variable,
    value: gathered === undefined ? value : g.select(gathered.moves, value, g.read(variable)),
  });
  const learningRate = schedule.rate(g, position, spec.schedule.settings as never);

  const updates: Update[] = [];
  for (const [i, weight] of weights.entries()) {
    const slots = optimizer.slots.map((slot) => variables.get(slotOf(weight, slot)));
    const next = optimizer.update(
      g,
      {
        weight: g.read(weight),
        slots: slots.map((slot) => g.read(slot)),
        gradient: clipped[i]!,
        learningRate,
        // Optimizers count from one.
        step: g.add(position.step, g.scalar(1)),
      },
      spec.optimizer.settings as never,
    );
    updates.push(set(weight, next.weight));
    for (const [s, slot] of slots.entries()) updates.push(set(slot, next.slots[s]!));
  }
  updates.push({
    variable: variables.get(counterVariable("step")),
    value: g.add(step, g.constant([1], [], "int32")),
  });
  return { updates, results: { learning_rate: learningRate, gradient_norm: norm } };
}

/** What the optimizer remembers of a weight. */
const slotOf = (
  { name, shape, origin }: Pick<Variable, "name" | "shape" | "origin">,
  slot: string,
): Variable => ({
  name: `${name}/${slot}`,
  role: "slot",
  shape,
  dtype: "float32",
  initialiser: { kind: "zeros" },
  origin,
});

/** Gradients of several batches as those of one. */
interface Gathered {
  /** Their mean over the rows so far. */
  readonly gradients: readonly Tensor[];
  /** A bool scalar: whether this batch is the last of its step. */
  readonly moves: Tensor;
  /** Steps of the optimizer that were taken before, a float32 scalar. */
  readonly step: Tensor;
  readonly updates: readonly Update[];
}

/**
 * Adds the gradients of a batch to those of the batches before it, each for as much as it has rows, so that the sum is what
 * one batch of all these rows would have given.
 */
function accumulated(
  g: Ops,
  { accumulate, phases }: Pick<TrainSpec, "accumulate" | "phases">,
  variables: Variables,
  weights: readonly Variable[],
  gradients: readonly Tensor[],
): Gathered {
  const taken = g.cast(stepsTaken(g, variables, phases), "float32");
  // Dividing whole numbers as floats can land just below one; half a batch more makes the floor safe.
  const step = g.floor(g.mul(g.add(taken, g.scalar(0.5)), g.scalar(1 / accumulate)));
  const place = g.sub(taken, g.mul(step, g.scalar(accumulate)));
  const moves = g.greater(place, g.scalar(accumulate - 1.5));
  const counted = variables.get(
    slotOf({ name: "optimizer", shape: [], origin: { path: "optimizer" } }, "rows"),
  );
  const rows = g.add(g.read(counted), g.count([BATCH]));
  const sums = weights.map((weight, i) => {
    const variable = variables.get(slotOf(weight, "gathered"));
    return { variable, sum: g.add(g.read(variable), g.mul(gradients[i]!, g.count([BATCH]))) };
  });
  const kept = (variable: Variable, value: Tensor): Update => ({
    variable,
    value: g.select(moves, g.fill(0, value.shape), value),
  });
  return {
    gradients: sums.map(({ sum }) => g.div(sum, rows)),
    moves,
    step,
    updates: [...sums.map(({ variable, sum }) => kept(variable, sum)), kept(counted, rows)],
  };
}

const dimensions = (tensor: Tensor) => tensor.shape.map((_, i) => i);

/** Where a training has several terms, each by its name. */
function named(spec: TrainSpec, { terms }: Minimised, of: "rows" | "mean"): Record<string, Tensor> {
  if (spec.terms.length < 2) return {};
  return Object.fromEntries(terms.map((one) => [`loss/${one.term.name}`, one[of]]));
}

/** What each output gives. */
export function predictions(
  g: Ops,
  outputs: readonly Output[],
  forward: Forward,
  variables: Variables,
  data: TrainSpec["data"] | undefined,
): Record<string, Tensor> {
  return Object.fromEntries(
    outputs.map(({ spec, value }) => {
      const given = outputKinds[spec.kind].result(g, forward.values.get(value.id)!, forward.mask);
      return [spec.name, scaleOf(g, spec, data, variables)?.told(given) ?? given];
    }),
  );
}

/** The values that are computed of a model: its outputs, what a loss is of, and what is kept out of folds. */
export function wantedBy(model: TypedModel, spec?: TrainSpec): TypedValue[] {
  const kept = spec?.phases.flatMap(({ outOfFold }) => outOfFold.map(({ value }) => value)) ?? [];
  const compared = spec === undefined ? [] : termValues(spec);
  return [...model.outputs.map((output) => output.value), ...compared, ...kept];
}
