import type { Ops } from "../../graph/ops.ts";
import type { Tensor } from "../../graph/tensor.ts";
import { axis, CHANNEL, LABEL } from "../../types/value-type.ts";
import { one, operator } from "../define.ts";
import { channelsOf, needChannels } from "../rules.ts";
import { category } from "../settings.ts";

/** Whose softplus is 1: thresholds start one apart. */
const GAP = Math.log(Math.E - 1);

export const rank = operator({
  name: "rank",
  summary: "Decides about a category whose labels have an order, from the lowest to the highest.",
  documentation:
    "One score `z = x w` says how high, and trained thresholds `θ_1 < θ_2 < …` where one label ends and the next begins: `P(label ≤ k) = 1 / (1 + e^-(θ_k - z))`. The thresholds cannot cross, since what is trained are the gaps between them. It needs few weights, and a record that lies between two labels is given to both, never to far ends at once. The logarithms of the probabilities are computed as such, so that they stay exact however far out the score is.",
  family: "decide",
  operands: { x: one(["feature", "signal"], "the values to decide by") },
  settings: { category: category("what is decided about, its labels in their order", { positional: true }) },
  presence: "pass",
  ragged: "pass",
  type({ x }, { category: of }, at) {
    if (needChannels(at, "x", x) === undefined) return undefined;
    const others = x.axes.filter((a) => a.name !== CHANNEL);
    return {
      kind: { name: "probability", of },
      axes: [...others, axis(LABEL, of.labels.length)],
      range: { name: "between", low: 0, high: 1 },
    };
  },
  parameters: {
    formula: "channels + labels - 1",
    count: ({ x }, { category: { labels } }) => channelsOf(x) + labels.length - 1,
  },
  lower({ g, weight }, { x }, { category: { labels } }) {
    const between = labels.length - 2;
    const score = g.linear(x.tensor, weight("kernel", [channelsOf(x.type), 1], { kind: "glorot_uniform" }));
    const first = weight("threshold", [1], { kind: "constant", value: -between / 2 });
    const gaps = between === 0 ? undefined : weight("gaps", [between], { kind: "constant", value: GAP });
    const margins = g.sub(thresholds(g, first, gaps), score);

    // σ(a) - σ(b) = σ(a) σ(-b) (1 - e^-(a - b)), and 1 - e^-softplus(δ) = σ(δ).
    const last = margins.shape.length - 1;
    const edge = g.fill(0, [...margins.shape.slice(0, -1), 1]);
    const below = g.concat([g.neg(g.softplus(g.neg(margins))), edge], last);
    const above = g.concat([edge, g.neg(g.softplus(margins))], last);
    const sides = g.add(below, above);
    const log = gaps === undefined ? sides : g.add(sides, inside(g, gaps));
    return { tensor: g.exp(log), log };
  },
  source: "McCullagh, JRSS B 1980 (proportional odds)",
  example: `
    input reading: vector(8)
    output mood: Mood = reading |> dense(4, relu) |> rank(Mood)`,
});

/** `[labels - 1]`: the first threshold, and each of the others a gap after the one before. */
function thresholds(g: Ops, first: Tensor, gaps: Tensor | undefined): Tensor {
  if (gaps === undefined) return first;
  const count = gaps.shape[0] as number;
  // Column k has a 1 for every gap before threshold k.
  const before = Array.from({ length: count }, (_, gap) =>
    Array.from({ length: count + 1 }, (_, k) => Number(gap < k)),
  );
  const row = g.reshape(g.softplus(gaps), [1, count]);
  const sums = g.matmul(row, g.constant(before.flat(), [count, count + 1]));
  return g.add(first, g.reshape(sums, [count + 1]));
}

/** `[labels]`: `log σ(δ)` of the gap that each label but the first and the last fills. */
function inside(g: Ops, gaps: Tensor): Tensor {
  const edge = g.constant([0], [1]);
  return g.concat([edge, g.neg(g.softplus(g.neg(gaps))), edge], 0);
}
