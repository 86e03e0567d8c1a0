import { one, operator } from "../define.ts";
import { number } from "../settings.ts";

export const dropout = operator({
  name: "dropout",
  summary: "Sets a random share of the numbers to zero in training; outside training it does nothing.",
  documentation:
    "Every number is dropped with probability `rate` and otherwise divided by `1 - rate`, so that its expectation stays. The draws follow from the seed and the step alone.",
  family: "normalise",
  operands: { x: one(["feature", "signal"], "the values to thin out") },
  settings: {
    rate: number("the share that is dropped", { from: 0, to: 1, below: true, positional: true }),
  },
  presence: "pass",
  ragged: "pass",
  stochastic: true,
  // The range is that of prediction; in training what is kept is larger, but by as much as keeps its mean.
  type: ({ x }) => ({ kind: x.kind, axes: x.axes, range: x.range }),
  lower({ g, training, random }, { x }, { rate }) {
    if (!training || rate === 0) return x.tensor;
    const kept = g.greaterEqual(random("keep", x.tensor.shape), g.scalar(rate));
    return g.select(kept, g.mul(x.tensor, g.scalar(1 / (1 - rate))), g.scalar(0));
  },
  source: "Srivastava et al., JMLR 15, 2014",
  example: `
    input reading: vector(8)
    hidden = reading |> dense(4, relu) |> dropout(0.3)
    output mood: Mood = hidden |> classify(Mood)`,
});
