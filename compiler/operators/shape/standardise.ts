import type { Ops } from "../../graph/ops.ts";
import type { Tensor } from "../../graph/tensor.ts";
import { perRow, presentOr } from "../../lower/arrange.ts";
import type { LowerContext, Lowered } from "../../lower/context.ts";
import { maskOver } from "../../lower/masked.ts";
import { one, operator } from "../define.ts";
import { channelsOf, needChannels } from "../rules.ts";
import { number } from "../settings.ts";

export const standardise = operator({
  name: "standardise",
  summary: "Brings every channel of a measurement to mean 0 and variance 1 over all that training has seen.",
  documentation:
    "`y = (x - mean) / sqrt(variance + epsilon)`, mean and variance of each channel over all records and places that have come in training so far; they are gathered exactly, batch by batch, and kept with the weights. Prediction uses what training has gathered. What a record lacks and what is padding enters neither. Only raw measurements are taken, whose scale stays what it is: `batch_norm` is for features, which change as they are trained.",
  family: "shape",
  operands: { x: one(["signal"], "the measurements") },
  settings: {
    epsilon: number("added to the variance so that it is never zero", { from: 1e-12, to: 1, default: 1e-6 }),
  },
  presence: "pass",
  ragged: "masked",
  mixing: "batch",
  type({ x }, _, at) {
    if (needChannels(at, "x", x) === undefined) return undefined;
    return { kind: x.kind, axes: x.axes, range: { name: "standardised" } };
  },
  lower(context, { x }, { epsilon }) {
    const { g, training, statistic } = context;
    const shape = [channelsOf(x.type)];
    const seen = statistic("count", [], { kind: "zeros" });
    const mean = statistic("mean", shape, { kind: "zeros" });
    const variance = statistic("variance", shape, { kind: "ones" });
    const known = { count: seen.value, mean: mean.value, variance: variance.value };
    const now = training ? joined(g, known, momentsOf(context, x)) : known;
    seen.update(now.count);
    mean.update(now.mean);
    variance.update(now.variance);
    const centred = g.sub(x.tensor, g.stopGradient(now.mean));
    return g.mul(centred, g.stopGradient(g.rsqrt(g.add(now.variance, g.scalar(epsilon)))));
  },
  source:
    "Chan, Golub & LeVeque, The American Statistician 37, 1983 (joining mean and variance of two parts)",
  example: `
    input reading: vector(8)
    output mood: Mood = reading |> standardise |> dense(4, relu) |> classify(Mood)`,
});

/** How many numbers of each channel were seen, and their mean and variance. */
interface Moments {
  readonly count: Tensor;
  readonly mean: Tensor;
  readonly variance: Tensor;
}

/** The moments of what the records of a batch have and fill. */
function momentsOf(context: LowerContext, x: Lowered): Moments {
  const { g } = context;
  const rank = x.tensor.shape.length;
  const over = Array.from({ length: rank - 1 }, (_, i) => i);
  const column = [...x.tensor.shape.slice(0, -1), 1];
  const mask = maskOver(
    context,
    x,
    x.type.axes.map(({ name }) => name),
  );
  const parts = [
    ...(mask === undefined ? [] : [mask]),
    ...(x.presence === undefined ? [] : [perRow(g, x.presence, rank - 1)]),
  ];
  const counts = g.broadcastTo(
    parts.length === 0 ? g.scalar(1) : parts.reduce((a, b) => g.mul(a, b)),
    column,
  );
  const counted = g.greater(counts, g.scalar(0));
  const total = (tensor: Tensor) => g.reduceSum(g.select(counted, tensor, g.scalar(0)), over);
  const count = g.reduceSum(
    counts,
    Array.from({ length: rank }, (_, i) => i),
  );
  const share = g.maximum(count, g.scalar(1));
  const clean = presentOr(g, x, 0);
  const mean = g.div(total(clean), share);
  return { count, mean, variance: g.div(total(g.square(g.sub(clean, mean))), share) };
}

function joined(g: Ops, a: Moments, b: Moments): Moments {
  const count = g.add(a.count, b.count);
  const share = g.div(b.count, g.maximum(count, g.scalar(1)));
  const apart = g.sub(b.mean, a.mean);
  const between = g.mul(g.square(apart), g.mul(share, g.sub(g.scalar(1), share)));
  const within = g.add(a.variance, g.mul(g.sub(b.variance, a.variance), share));
  return { count, mean: g.add(a.mean, g.mul(apart, share)), variance: g.add(within, between) };
}
