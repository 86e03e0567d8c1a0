import type { BlockUse } from "../../check/elaborator.ts";
import type { TypedModel } from "../../check/model.ts";
import type { TrainSpec } from "../../check/train.ts";
import type { Value } from "../../check/values.ts";
import { clips } from "../../clips/index.generated.ts";
import { createBuilder } from "../../graph/builder.ts";
import { decompositions } from "../../graph/decompose.ts";
import type { Program, Variable } from "../../graph/graph.ts";
import { createOps, type Ops } from "../../graph/ops.ts";
import type { AttributesOf } from "../../graph/primitives/index.ts";
import { simplify } from "../../graph/simplify.ts";
import { BATCH, type Tensor } from "../../graph/tensor.ts";
import { lowerForward } from "../../lower/forward.ts";
import { minimised } from "../../lower/losses.ts";
import { wantedBy } from "../../lower/programs.ts";
import { createVariables } from "../../lower/variables.ts";
import { optimizers } from "../../optimizers/index.generated.ts";
import { outputKinds } from "../../outputs/index.generated.ts";
import { schedules } from "../../schedules/index.generated.ts";

/** The feed that says whether a pass is one of training. */
export const MODE = ":training";

/**
 * A model as it is written out: one graph for training and prediction, in which what differs between the two is chosen
 * by `MODE`, simplified, with what the author calls its tensors.
 */
export interface Sketch {
  readonly outputs: Readonly<Record<string, Tensor>>;
  /** What is minimised. */
  readonly loss?: Tensor;
  readonly updates: readonly { readonly variable: Variable; readonly value: Tensor }[];
  /** By what the author wrote, or by the operator that gives it. */
  readonly names: ReadonlyMap<Tensor, string>;
  /** An inner use before the one around it. */
  readonly uses: readonly UseSketch[];
}

export interface UseSketch extends Omit<BlockUse, "given" | "result"> {
  /** What it gives, as far as it was not simplified away. */
  readonly results: readonly Tensor[];
  /** What its parameters stand for, by their names. */
  readonly given: ReadonlyMap<Tensor, string>;
}

export function sketch(model: TypedModel, spec?: TrainSpec): Sketch {
  const g = createOps(createBuilder());
  const variables = createVariables();
  const mode = g.feed({ name: MODE, shape: [], dtype: "bool" });
  const wanted = wantedBy(model, spec);
  const forward = lowerForward(g, model, wanted, variables, true, { mode, drop: spec?.drop });
  const outputs = model.outputs.map(({ spec: output, value }) => {
    const tensor = outputKinds[output.kind].result(g, forward.values.get(value.id)!, forward.mask);
    return [`output/${output.name}`, tensor] as const;
  });
  const loss = spec && minimised(g, spec, forward, variables).mean;
  const values = [...forward.values].map(([id, { tensor }]) => [`value/${id}`, tensor] as const);
  const updates = forward.statistics.map(({ value }, i) => [`update/${i}`, value] as const);
  const results = Object.fromEntries([
    ...outputs,
    ...values,
    ...updates,
    ...(loss === undefined ? [] : [["loss", loss] as const]),
  ]);
  const simple = simplify({ name: "sketch", feeds: [], results, updates: [] }, { gradients: true }).results;

  const named = new Map<Tensor, string>();
  const call = (id: number, name: string) => {
    const tensor = simple[`value/${id}`];
    if (tensor !== undefined && !named.has(tensor)) named.set(tensor, name);
  };
  for (const [id, name] of model.called) call(id, name);
  for (const { spec: output, value } of model.outputs) call(value.id, output.name);
  for (const { path, result } of model.applications) call(result.id, lastOf(path));
  for (const { spec: input, values: parts } of model.inputs) {
    for (const [i, { id }] of parts.entries()) {
      const part = input.parts[i]?.name;
      call(id, part === undefined ? input.name : `${input.name}_${part}`);
    }
  }

  const tensorsOf = (value: Value): Tensor[] => {
    if (value.kind === "tensor") return [simple[`value/${value.value.id}`] ?? []].flat();
    if (value.kind === "list") return value.items.flatMap(tensorsOf);
    return value.kind === "results" ? [...value.results.values()].flatMap(tensorsOf) : [];
  };
  return {
    outputs: Object.fromEntries(model.outputs.map(({ spec: { name } }) => [name, simple[`output/${name}`]!])),
    ...(loss === undefined ? {} : { loss: simple.loss! }),
    updates: forward.statistics.map(({ variable }, i) => ({ variable, value: simple[`update/${i}`]! })),
    names: named,
    uses: model.uses.map(({ given, result, ...use }) => ({
      ...use,
      results: tensorsOf(result),
      given: new Map(
        [...given].flatMap(([name, value]) =>
          value.kind === "tensor" ? tensorsOf(value).map((tensor) => [tensor, name] as const) : [],
        ),
      ),
    })),
  };
}

/** The operator at a path, without the number that keeps uses apart. */
const lastOf = (path: string) => path.slice(path.lastIndexOf("/") + 1).replace(/_\d+$/, "");

/** A small part of training that is a function of its own. */
export interface Rule {
  readonly parameters: readonly { readonly name: string; readonly tensor: Tensor }[];
  readonly results: readonly Tensor[];
}

const PLACES = [BATCH];

function rule(write: (g: Ops, feed: (name: string, scalar?: boolean) => Tensor) => readonly Tensor[]): Rule {
  const g = createOps(createBuilder());
  const fed = new Map<string, Tensor>();
  const results = write(g, (name, scalar = false) => {
    const tensor = g.feed({ name, shape: scalar ? [] : PLACES, dtype: "float32" });
    fed.set(name, tensor);
    return tensor;
  });
  const program: Program = {
    name: "rule",
    feeds: [],
    results: Object.fromEntries([
      ...results.map((tensor, i) => [`result/${i}`, tensor] as const),
      ...[...fed].map(([name, tensor]) => [`feed/${name}`, tensor] as const),
    ]),
    updates: [],
  };
  const simple = simplify(program).results;
  return {
    parameters: [...fed.keys()].map((name) => ({ name, tensor: simple[`feed/${name}`]! })),
    results: results.map((_, i) => simple[`result/${i}`]!),
  };
}

/** The learning rate by `step` and `horizon`. */
export const rateRule = ({ schedule, optimizer }: TrainSpec): Rule =>
  rule((g, feed) => {
    const base = g.scalar(optimizer.settings.learning_rate as number);
    const progress = { base, step: feed("step", true), horizon: feed("horizon", true) };
    return [schedules[schedule.name].rate(g, progress, schedule.settings as never)];
  });

/** A gradient by `gradient` and `norm`; undefined where none is clipped. */
export const clipRule = ({ clip }: TrainSpec): Rule | undefined =>
  clip &&
  rule((g, feed) => {
    const found = { gradients: [feed("gradient")], norm: feed("norm", true) };
    return clips[clip.name].clip(g, found, clip.settings as never);
  });

/** A weight and its slots after a step, by what they were, `gradient`, `rate` and `step`. */
export const moveRule = ({ optimizer: { name, settings } }: TrainSpec): Rule =>
  rule((g, feed) => {
    const optimizer = optimizers[name];
    const before = {
      weight: feed("weight"),
      slots: optimizer.slots.map((slot) => feed(slot)),
      gradient: feed("gradient"),
      learningRate: feed("rate", true),
      step: feed("step", true),
    };
    const { weight, slots } = optimizer.update(decomposing(g), before, settings as never);
    return [weight, ...slots];
  });

/** Writes the steps of optimizers, which are primitives, out as simpler ones. */
function decomposing(g: Ops): Ops {
  const isZero = ({ node }: Tensor) =>
    node.primitive === "constant" &&
    (node.attributes.value as readonly number[]).every((value) => value === 0);
  // Weights are finite numbers, so what is nothing of them is nothing.
  const finite: Ops = {
    ...g,
    mul: (a, b) => [a, b].find(isZero) ?? g.mul(a, b),
    sub: (a, b) => (isZero(b) ? a : g.sub(a, b)),
  };
  return {
    ...g,
    apply(name, inputs, attributes) {
      if (name === "adam_update") {
        return decompositions.adam_update(finite, inputs, attributes as AttributesOf<"adam_update">);
      }
      if (name === "momentum_update") {
        return decompositions.momentum_update(finite, inputs, attributes as AttributesOf<"momentum_update">);
      }
      return g.apply(name, inputs, attributes);
    },
  };
}
