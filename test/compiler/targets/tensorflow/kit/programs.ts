import { gradientsOf } from "../../../../../compiler/graph/autodiff.ts";
import { createBuilder } from "../../../../../compiler/graph/builder.ts";
import type { Feed, Program, Role, Update, Variable } from "../../../../../compiler/graph/graph.ts";
import { createOps, type Ops } from "../../../../../compiler/graph/ops.ts";
import { BATCH, type Dtype, type Tensor } from "../../../../../compiler/graph/tensor.ts";

/** A variable that starts at 0, where anyone asks. */
export function variable(
  name: string,
  shape: readonly number[],
  dtype: Dtype = "float32",
  role: Role = "weight",
): Variable {
  return { name, shape, dtype, role, initialiser: { kind: "zeros" }, origin: { path: name } };
}

const X: Feed = { name: "x", shape: [BATCH, 3], dtype: "float32" };
const Y: Feed = { name: "y", shape: [BATCH], dtype: "float32" };

/** What an optimizer does to a weight: variables beside it, and the updates of all. */
export interface Optimizer {
  readonly slots: readonly Variable[];
  readonly step: (g: Ops, weight: Tensor, gradient: Tensor, count: Tensor) => readonly Tensor[];
}

const WEIGHT = variable("line/weight", [3, 1]);
const STEP = variable("counter/step", [], "int32", "counter");

/** Linear regression, mean squared error, trained by an optimizer. */
export function regression({ slots, step }: Optimizer): { train: Program; predict: Program } {
  const g = createOps(createBuilder());
  const weight = g.within({ path: "line" }, () => g.read(WEIGHT));
  const line = g.within({ path: "line" }, () => g.reshape(g.matmul(g.feed(X), weight), [BATCH]));
  const loss = g.within({ path: "loss" }, () => g.reduceMean(g.square(g.sub(line, g.feed(Y))), [0]));
  const [gradient] = gradientsOf(g, loss, [weight]);
  const updates = g.within({ path: "optimizer" }, (): Update[] => {
    const count = g.add(g.read(STEP), g.scalar(1, "int32"));
    const moved = step(g, weight, gradient!, g.cast(count, "float32"));
    return [
      ...[WEIGHT, ...slots].map((variable, i) => ({ variable, value: moved[i]! })),
      { variable: STEP, value: count },
    ];
  });
  return {
    train: { name: "train", feeds: [X, Y], results: { loss }, updates },
    predict: { name: "predict", feeds: [X], results: { line }, updates: [] },
  };
}

const slot = (name: string) => variable(`line/weight/${name}`, [3, 1], "float32", "slot");

/** Adam with decay, both of which may be 0. */
export function adam(rate: number, decay: number): Optimizer {
  const slots = [slot("mean"), slot("square")];
  return {
    slots,
    step: (g, weight, gradient, count) =>
      g.apply(
        "adam_update",
        [weight, ...slots.map(g.read), gradient, g.scalar(rate), g.scalar(decay), count],
        { beta1: 0.9, beta2: 0.999, epsilon: 1e-7 },
      ),
  };
}

export function momentum(rate: number, keep: number, nesterov: boolean): Optimizer {
  const slots = [slot("velocity")];
  return {
    slots,
    step: (g, weight, gradient) =>
      g.apply("momentum_update", [weight, g.read(slots[0]!), gradient, g.scalar(rate)], {
        momentum: keep,
        nesterov,
      }),
  };
}

/** Plain gradient descent. */
export function descent(rate: number): Optimizer {
  return { slots: [], step: (g, weight, gradient) => [g.sub(weight, g.mul(gradient, g.scalar(rate)))] };
}
