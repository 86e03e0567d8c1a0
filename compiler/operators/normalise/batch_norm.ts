import type { Ops } from "../../graph/ops.ts";
import type { Tensor } from "../../graph/tensor.ts";
import { perRow } from "../../lower/arrange.ts";
import type { LowerContext, Lowered } from "../../lower/context.ts";
import { maskOver } from "../../lower/masked.ts";
import { UNBOUNDED } from "../../types/value-type.ts";
import { one, operator } from "../define.ts";
import { channelsOf, needChannels } from "../rules.ts";
import { number } from "../settings.ts";

export const batchNorm = operator({
  name: "batch_norm",
  summary: "Brings every channel to mean 0 and variance 1 over the batch, then scales and shifts it.",
  documentation:
    "Training uses the batch's own mean and variance and keeps running averages of them; everything else uses the averages. Neither padding nor records that lack the value count in them, and a batch in which every record lacks it leaves the averages as they were. A bias right before it changes nothing: leave it out with `bias: false`.",
  family: "normalise",
  operands: { x: one(["feature", "signal"], "the values to normalise") },
  settings: {
    momentum: number("how much of the running averages stays in each step", { from: 0, to: 1, default: 0.9 }),
    epsilon: number("added to the variance so that it is never zero", { from: 1e-12, to: 1, default: 1e-3 }),
  },
  presence: "pass",
  ragged: "masked",
  mixing: "batch",
  centres: () => true,
  type({ x }, _, at) {
    if (needChannels(at, "x", x) === undefined) return undefined;
    return { kind: { name: "feature" }, axes: x.axes, range: UNBOUNDED };
  },
  parameters: {
    formula: "2 · channels",
    count: ({ x }) => 2 * channelsOf(x),
  },
  lower(context, { x }, { momentum, epsilon }) {
    const { g, training, weight, statistic } = context;
    const shape = [channelsOf(x.type)];
    const scale = weight("scale", shape, { kind: "ones" });
    const offset = weight("offset", shape, { kind: "zeros" });
    const mean = statistic("mean", shape, { kind: "zeros" });
    const variance = statistic("variance", shape, { kind: "ones" });
    if (!training) return g.batchNormInference(x.tensor, scale, offset, mean.value, variance.value, epsilon);

    const counted = countedOf(context, x);
    const [y, batchMean, batchVariance] =
      counted === undefined
        ? g.batchNorm(x.tensor, scale, offset, epsilon)
        : maskedBatchNorm(g, { x: x.tensor, counted, scale, offset, epsilon });
    for (const [running, batch] of [
      [mean, batchMean],
      [variance, batchVariance],
    ] as const) {
      const moved = g.add(g.mul(running.value, g.scalar(momentum)), g.mul(batch, g.scalar(1 - momentum)));
      running.update(counted === undefined ? moved : g.select(anyOf(g, counted), moved, running.value));
    }
    return y;
  },
  source: "Ioffe & Szegedy, ICML 2015, arXiv 1502.03167",
  example: `
    input photo: image(8, 8, rgb)
    sight = photo |> conv(4, bias: false) |> batch_norm |> relu |> mean(over: space)
    output mood: Mood = sight |> classify(Mood)`,
});

/** 1 at every place that counts, in a shape that broadcasts against the value; undefined where all count. */
function countedOf(context: LowerContext, x: Lowered): Tensor | undefined {
  const { g } = context;
  const filled = maskOver(
    context,
    x,
    x.type.axes.map(({ name }) => name),
  );
  const present = x.presence && perRow(g, x.presence, x.type.axes.length);
  return filled && present ? g.mul(filled, present) : (filled ?? present);
}

const anyOf = (g: Ops, counted: Tensor) =>
  g.greater(
    g.reduceMax(
      counted,
      counted.shape.map((_, i) => i),
    ),
    g.scalar(0),
  );

/** `batchNorm` over the places that count; what the others hold never matters, not even a NaN. */
function maskedBatchNorm(
  g: Ops,
  {
    x,
    counted,
    scale,
    offset,
    epsilon,
  }: {
    readonly x: Tensor;
    readonly counted: Tensor;
    readonly scale: Tensor;
    readonly offset: Tensor;
    readonly epsilon: number;
  },
): [y: Tensor, mean: Tensor, variance: Tensor] {
  const places = x.shape.slice(0, -1);
  const axes = places.map((_, i) => i);
  const here = g.greater(counted, g.scalar(0));
  const size = g.reduceSum(g.broadcastTo(counted, [...places, 1]), [...axes, places.length]);
  const average = (values: Tensor) => g.div(g.reduceSum(values, axes), g.maximum(size, g.scalar(1)));
  const mean = average(g.select(here, x, g.scalar(0)));
  const centred = g.select(here, g.sub(x, mean), g.scalar(0));
  const variance = average(g.square(centred));
  const factor = g.mul(scale, g.rsqrt(g.add(variance, g.scalar(epsilon))));
  return [g.add(g.mul(centred, factor), offset), mean, variance];
}
