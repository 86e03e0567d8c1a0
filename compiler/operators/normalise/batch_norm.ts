import { UNBOUNDED } from "../../types/value-type.ts";
import { one, operator } from "../define.ts";
import { channelsOf, needChannels } from "../rules.ts";
import { number } from "../settings.ts";

export const batchNorm = operator({
  name: "batch_norm",
  summary: "Brings every channel to mean 0 and variance 1 over the batch, then scales and shifts it.",
  documentation:
    "Training uses the batch's own mean and variance and keeps running averages of them; everything else uses the averages. A bias right before it changes nothing: leave it out with `bias: false`.",
  family: "normalise",
  operands: { x: one(["feature", "signal"], "the values to normalise") },
  settings: {
    momentum: number("how much of the running averages stays in each step", { from: 0, to: 1, default: 0.9 }),
    epsilon: number("added to the variance so that it is never zero", { from: 1e-12, to: 1, default: 1e-3 }),
  },
  presence: "refuse",
  ragged: "refuse",
  mixing: "batch",
  type({ x }, _, at) {
    if (needChannels(at, "x", x) === undefined) return undefined;
    return { kind: { name: "feature" }, axes: x.axes, range: UNBOUNDED };
  },
  parameters: {
    formula: "2 · channels",
    count: ({ x }) => 2 * channelsOf(x),
  },
  lower({ g, training, weight, statistic }, { x }, { momentum, epsilon }) {
    const shape = [channelsOf(x.type)];
    const scale = weight("scale", shape, { kind: "ones" });
    const offset = weight("offset", shape, { kind: "zeros" });
    const mean = statistic("mean", shape, { kind: "zeros" });
    const variance = statistic("variance", shape, { kind: "ones" });
    if (!training) return g.batchNormInference(x.tensor, scale, offset, mean.value, variance.value, epsilon);

    const [y, batchMean, batchVariance] = g.batchNorm(x.tensor, scale, offset, epsilon);
    for (const [running, batch] of [
      [mean, batchMean],
      [variance, batchVariance],
    ] as const) {
      running.update(g.add(g.mul(running.value, g.scalar(momentum)), g.mul(batch, g.scalar(1 - momentum))));
    }
    return y;
  },
  source: "Ioffe & Szegedy, ICML 2015, arXiv 1502.03167",
  example: `
    input photo: image(8, 8, rgb)
    sight = photo |> conv(4, bias: false) |> batch_norm |> relu |> mean(over: space)
    output mood: Mood = sight |> classify(Mood)`,
});
