import type { Ops } from "./ops.ts";
import type { AttributesOf, PrimitiveName } from "./primitives/index.ts";
import type { Tensor } from "./tensor.ts";

/** The results of a primitive, computed by simpler ones. */
export type Decomposition<N extends PrimitiveName> = (
  g: Ops,
  inputs: readonly Tensor[],
  attributes: AttributesOf<N>,
) => readonly Tensor[];

type Decompositions<Names extends PrimitiveName> = { readonly [N in Names]: Decomposition<N> };

/** All axes of x but the last. */
const leading = (x: Tensor) => x.shape.slice(1).map((_, i) => i);

/** `now · (1 - keep) + before · keep`, in the form that loses least. */
const drift = (g: Ops, before: Tensor, now: Tensor, keep: number) =>
  g.add(before, g.mul(g.sub(now, before), g.scalar(1 - keep)));

const unbiased = (g: Ops, beta: number, step: Tensor) => g.sub(g.scalar(1), g.pow(g.scalar(beta), step));

/** Primitives in terms of simpler ones, for targets that have no kernel for them. */
export const decompositions: Decompositions<
  | "relu_gradient"
  | "tanh_gradient"
  | "sigmoid_gradient"
  | "log_softmax"
  | "softmax"
  | "softmax_cross_entropy"
  | "batch_norm"
  | "batch_norm_gradient"
  | "adam_update"
  | "momentum_update"
> = {
  relu_gradient: (g, [a, b]) => [g.select(g.greater(b!, g.scalar(0)), a!, g.scalar(0))],
  tanh_gradient: (g, [a, b]) => [g.mul(a!, g.sub(g.scalar(1), g.square(b!)))],
  sigmoid_gradient: (g, [a, b]) => [g.mul(a!, g.mul(b!, g.sub(g.scalar(1), b!)))],

  softmax(g, [a]) {
    const powers = g.exp(g.sub(a!, g.reduceMax(a!, [-1], true)));
    return [g.div(powers, g.reduceSum(powers, [-1], true))];
  },
  log_softmax(g, [a]) {
    const below = g.sub(a!, g.reduceMax(a!, [-1], true));
    return [g.sub(below, g.log(g.reduceSum(g.exp(below), [-1], true)))];
  },
  softmax_cross_entropy(g, [logits, labels]) {
    const truth = g.oneHot(labels!, logits!.shape[1] as number);
    const log = g.logSoftmax(logits!);
    return [g.neg(g.reduceSum(g.mul(truth, log), [1])), g.sub(g.exp(log), truth)];
  },

  batch_norm(g, [x, scale, offset], { epsilon }) {
    const mean = g.reduceMean(x!, leading(x!));
    const centred = g.sub(x!, mean);
    const variance = g.reduceMean(g.square(centred), leading(x!));
    const factor = g.mul(scale!, g.rsqrt(g.add(variance, g.scalar(epsilon))));
    return [g.add(g.mul(centred, factor), offset!), mean, variance];
  },
  // Ioffe & Szegedy, ICML 2015, section 3, with the derivatives by mean and variance gathered.
  batch_norm_gradient(g, [gradient, x, scale, mean, variance], { epsilon }) {
    const axes = leading(x!);
    const spread = g.rsqrt(g.add(variance!, g.scalar(epsilon)));
    const normalised = g.mul(g.sub(x!, mean!), spread);
    const along = g.mul(gradient!, normalised);
    const slant = g.mul(normalised, g.reduceMean(along, axes));
    const rest = g.sub(g.sub(gradient!, g.reduceMean(gradient!, axes)), slant);
    return [g.mul(rest, g.mul(scale!, spread)), g.reduceSum(along, axes), g.reduceSum(gradient!, axes)];
  },

  adam_update(g, [weight, mean, square, gradient, rate, decay, step], { beta1, beta2, epsilon }) {
    const m = drift(g, mean!, gradient!, beta1);
    const v = drift(g, square!, g.square(gradient!), beta2);
    const alpha = g.div(g.mul(rate!, g.sqrt(unbiased(g, beta2, step!))), unbiased(g, beta1, step!));
    const decayed = g.sub(weight!, g.mul(weight!, g.mul(rate!, decay!)));
    const move = g.div(g.mul(m, alpha), g.add(g.sqrt(v), g.scalar(epsilon)));
    return [g.sub(decayed, move), m, v];
  },
  momentum_update(g, [weight, velocity, gradient, rate], { momentum, nesterov }) {
    const fall = g.mul(gradient!, rate!);
    const moved = g.sub(g.mul(velocity!, g.scalar(momentum)), fall);
    const move = nesterov ? g.sub(g.mul(moved, g.scalar(momentum)), fall) : moved;
    return [g.add(weight!, move), moved];
  },
};
