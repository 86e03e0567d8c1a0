import type { Output } from "../check/inputs-outputs.ts";
import type { TypedModel } from "../check/model.ts";
import type { TrainSpec } from "../check/train.ts";
import type { TypedValue } from "../check/values.ts";
import { clips } from "../clips/index.generated.ts";
import { gradientsOf } from "../graph/autodiff.ts";
import { createBuilder } from "../graph/builder.ts";
import type { Program, Update, Variable } from "../graph/graph.ts";
import { createOps, type Ops } from "../graph/ops.ts";
import type { Tensor } from "../graph/tensor.ts";
import { optimizers } from "../optimizers/index.generated.ts";
import { outputKinds } from "../outputs/index.generated.ts";
import type { CompiledModel, StateSpec } from "../plan/compiled-model.ts";
import { schedules } from "../schedules/index.generated.ts";
import { feedsOf } from "./feeds.ts";
import { finished } from "./finish.ts";
import { counterVariable, type Forward, lowerForward, readCounter } from "./forward.ts";
import { blended, type Minimised, minimised, stepsTaken, termValues } from "./losses.ts";
import { givenOutOfFold, keptOutOfFold } from "./out-of-fold.ts";
import { moves, outputsMadeIn, type Stretch, stillIn, stretchesOf } from "./stretches.ts";
import { judgeStates } from "./validation.ts";
import { createVariables, type Variables } from "./variables.ts";

interface LowerOptions {
  /** Whether programs stay as they were written, with what keeps gradients from passing. */
  readonly plain?: boolean;
}

/** Writes a checked model, and how it is trained where that is given, as tensor programs. */
export function lowerModel(
  model: TypedModel,
  training?: TrainSpec,
  { plain = false }: LowerOptions = {},
): CompiledModel {
  const g = createOps(createBuilder());
  const variables = createVariables();
  const predict = predictProgram(g, model, variables);
  const programs = training && {
    trains: stretchesOf(training).map((stretch) => trainProgram(g, model, training, stretch, variables)),
    ...evaluateProgram(g, model, training, variables),
  };

  const blend = training && blended(training, variables);
  const all = [...variables.all.values()];
  const finish = (program: Program, trains = false) =>
    plain ? program : finished(program, { variables: all, trains });
  return {
    interface: model.interface,
    variables: all,
    predict: finish(predict),
    ...(programs && {
      training: {
        plan: training.plan,
        data: training.data,
        train: finish(programs.trains.at(-1)!, training.phases.length === 0),
        earlier: programs.trains.slice(0, -1).map((program) => finish(program)),
        evaluate: finish(programs.evaluate),
        states: programs.states,
        ...(blend && { blend }),
      },
    }),
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
  const predict = program(model, "predict", predictions(g, model.outputs, forward), []);
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

function predictProgram(g: Ops, model: TypedModel, variables: Variables): Program {
  const wanted = model.outputs.map((output) => output.value);
  const forward = lowerForward(g, model, wanted, variables, false);
  return program(model, "predict", predictions(g, model.outputs, forward), []);
}

function evaluateProgram(
  g: Ops,
  model: TypedModel,
  spec: TrainSpec,
  variables: Variables,
): { readonly evaluate: Program; readonly states: readonly StateSpec[] } {
  const forward = lowerForward(g, model, wantedBy(model, spec), variables, false);
  const { results: judged, states } = judgeStates(g, forward.judged);
  const given = predictions(g, model.outputs, forward);
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
    const { updates, results } = optimize(g, { ...spec, ...stretch }, variables, weights, gradients);
    return program(
      model,
      stretch.program,
      { loss: loss.mean, ...named(spec, loss, "mean"), ...results, ...predictions(g, outputs, forward) },
      [...updates, ...forward.statistics],
    );
  });
}

/** Clips gradients, moves weights and counts the step. */
function optimize(
  g: Ops,
  spec: Pick<TrainSpec, "optimizer" | "schedule" | "clip" | "phases">,
  variables: Variables,
  weights: readonly Variable[],
  gradients: readonly Tensor[],
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
  const own = stepsTaken(g, variables, spec.phases);
  const position = { base, step: g.cast(own, "float32"), horizon: g.cast(horizon, "float32") };
  const learningRate = schedule.rate(g, position, spec.schedule.settings as never);

  const updates: Update[] = [];
  for (const [i, weight] of weights.entries()) {
    const slots = optimizer.slots.map((slot) =>
      variables.get({
        name: `${weight.name}/${slot}`,
        role: "slot",
        shape: weight.shape,
        dtype: "float32",
        initialiser: { kind: "zeros" },
        origin: weight.origin,
      }),
    );
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
    updates.push({ variable: weight, value: next.weight });
    for (const [s, slot] of slots.entries()) updates.push({ variable: slot, value: next.slots[s]! });
  }
  updates.push({
    variable: variables.get(counterVariable("step")),
    value: g.add(step, g.constant([1], [], "int32")),
  });
  return { updates, results: { learning_rate: learningRate, gradient_norm: norm } };
}

const dimensions = (tensor: Tensor) => tensor.shape.map((_, i) => i);

/** Where a training has several terms, each by its name. */
function named(spec: TrainSpec, { terms }: Minimised, of: "rows" | "mean"): Record<string, Tensor> {
  if (spec.terms.length < 2) return {};
  return Object.fromEntries(terms.map((one) => [`loss/${one.term.name}`, one[of]]));
}

/** What each output gives. */
function predictions(g: Ops, outputs: readonly Output[], forward: Forward): Record<string, Tensor> {
  return Object.fromEntries(
    outputs.map(({ spec, value }) => [
      spec.name,
      outputKinds[spec.kind].result(g, forward.values.get(value.id)!, forward.mask),
    ]),
  );
}

/** The values that are computed of a model: its outputs, what a loss is of, and what is kept out of folds. */
export function wantedBy(model: TypedModel, spec?: TrainSpec): TypedValue[] {
  const kept = spec?.phases.flatMap(({ outOfFold }) => outOfFold.map(({ value }) => value)) ?? [];
  const compared = spec === undefined ? [] : termValues(spec);
  return [...model.outputs.map((output) => output.value), ...compared, ...kept];
}
