import type { TrainSpec } from "../../check/train.ts";
import { clips } from "../../clips/index.generated.ts";
import { createBuilder } from "../../graph/builder.ts";
import { decompositions } from "../../graph/decompose.ts";
import type { Program } from "../../graph/graph.ts";
import { createOps, type Ops } from "../../graph/ops.ts";
import type { AttributesOf } from "../../graph/primitives/index.ts";
import { simplify } from "../../graph/simplify.ts";
import { BATCH, type Tensor } from "../../graph/tensor.ts";
import { optimizers } from "../../optimizers/index.generated.ts";
import { schedules } from "../../schedules/index.generated.ts";

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
export const rateRule = ({ schedule, optimizer }: Pick<TrainSpec, "schedule" | "optimizer">): Rule =>
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
export const moveRule = ({ optimizer: { name, settings } }: Pick<TrainSpec, "optimizer">): Rule =>
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
