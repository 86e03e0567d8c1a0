import type { Tensor } from "../../graph/tensor.ts";
import { arranged, presentOr } from "../../lower/arrange.ts";
import { jointDecision, labelsOf } from "../decisions.ts";
import { many, operator } from "../define.ts";
import { perceptron, perceptronWeights } from "../perceptron.ts";
import { integer } from "../settings.ts";

/** How much of what is below 0 the hidden layer lets through. */
const LEAK = 0.25;

export const vcdn = operator({
  name: "vcdn",
  summary: "Decides by all combinations of what the views say: the view correlation discovery network.",
  documentation:
    "`y = W_2 lrelu(W_1 vec(⊗_m σ(logits_m)) + b_1) + b_2`, where the outer product of the views' label-wise sigmoids has a number for every combination of labels, the first view's slowest, and `lrelu` lets a quarter of what is negative through. It can learn what no vote can, that two views mean something only together, at the price of labels^views numbers: for few views and labels. The result are logits.",
  family: "decide",
  operands: { xs: many(["logits"], "the views' decisions, all about one category") },
  settings: {
    hidden: integer("units of the hidden layer; if left out, one for each combination of labels", {
      optional: true,
    }),
  },
  presence: { rule: "an absent view says one half of every label, neither yes nor no" },
  ragged: "pass",
  type: ({ xs }, _, at) => jointDecision(at, xs, "logits"),
  parameters: {
    formula: "labels^views · hidden + hidden + hidden · labels + labels",
    count: ({ xs }, { hidden }) => perceptronWeights(sizes(xs.length, labelsOf(xs[0]!), hidden)),
  },
  lower(context, { xs }, { hidden }) {
    const { g } = context;
    const labels = labelsOf(xs[0]!.type);
    const votes = xs.map((x) => presentOr(g, x, 0.5, g.sigmoid(arranged(g, x, xs[0]!.type.axes))));
    const lead = votes[0]!.shape.slice(0, -1);
    const combined = votes.reduce((all: Tensor, one: Tensor) => {
      const count = all.shape.at(-1) as number;
      const pairs = g.mul(g.reshape(all, [...lead, count, 1]), g.reshape(one, [...lead, 1, labels]));
      return g.reshape(pairs, [...lead, count * labels]);
    });
    return perceptron(context, combined, sizes(xs.length, labels, hidden), (x) =>
      g.maximum(x, g.mul(x, g.scalar(LEAK))),
    );
  },
  source: "Wang et al., Nature Communications 12:3445, 2021 (MOGONET)",
  example: `
    input reading: vector(8)
    input speech: vector(6)
    output mood: Mood = vcdn(reading |> classify(Mood), speech |> classify(Mood))`,
});

function sizes(views: number, labels: number, hidden: number | undefined) {
  const combinations = labels ** views;
  return { from: combinations, hidden: hidden ?? combinations, to: labels };
}
