import type { Tensor } from "../../graph/tensor.ts";
import { weighed } from "../../lower/attention.ts";
import type { LowerContext, Lowered } from "../../lower/context.ts";
import { maskOver } from "../../lower/masked.ts";
import { one, operator } from "../define.ts";
import { keptAxes } from "../rules.ts";
import { axes } from "../settings.ts";

const SHARE = { name: "between", low: 0, high: 1 } as const;

export const softmax = operator({
  name: "softmax",
  summary: "Turns logits into a probability for each label, or scores into weights that add up to 1.",
  documentation:
    "`p = e^x / Σ e^x`: of logits over their labels, and of features over the axes that are named, padding having the weight 0. Outputs, votes and losses that need probabilities do this themselves. With `contract` it is attention of any kind: `contract(scores |> softmax(over: word), words, over: word)`.",
  family: "decide",
  operands: { x: one(["logits", "feature"], "the logits or scores") },
  settings: { over: axes("the axes over which weights add up to 1; of logits, none", { optional: true }) },
  presence: "pass",
  ragged: "masked",
  type({ x }, { over }, at) {
    if (x.kind.name === "logits") {
      const kind = { name: "probability", of: x.kind.of } as const;
      if (over === undefined) return { kind, axes: x.axes, range: SHARE };
      return at.fail("softmax_over", "over", { axis: over[0]!, value: at.words("x") });
    }
    if (over === undefined) {
      const summary = "the axes over which weights add up to 1";
      return at.fail("setting_missing", "call", { callee: "softmax", setting: "over", summary });
    }
    return keptAxes(at, "x", x, over) && { kind: { name: "feature" }, axes: x.axes, range: SHARE };
  },
  lower(context, { x }, { over }) {
    if (over !== undefined) return shares(context, x, over);
    const { g } = context;
    const log = g.logSoftmax(x.tensor);
    return { tensor: g.exp(log), log };
  },
  example: `
    input phrase: text(words: 6, vocabulary: 100)
    words  = phrase |> embed(8)
    shares = words  |> dense(8, tanh) |> softmax(over: word)
    output mood: Mood = multiply(shares, words) |> mean(over: word) |> classify(Mood) |> softmax`,
});

/** The softmax over some axes together, with 0 at padding. */
function shares(context: LowerContext, x: Lowered, over: readonly string[]): Tensor {
  const { g } = context;
  const dims = x.type.axes.map((axis, i) => ({ dim: i + 1, isOver: over.includes(axis.name) }));
  const of = (isOver: boolean) => dims.filter((one) => one.isOver === isOver).map(({ dim }) => dim);
  const order = [0, ...of(false), ...of(true)];
  const back = order.map((_, dim) => order.indexOf(dim));
  const rows = 1 + of(false).length;
  const last = (tensor: Tensor) => {
    const moved = g.transpose(tensor, order);
    const count = moved.shape.slice(rows).reduce<number>((total, dim) => total * (dim as number), 1);
    return { moved, flat: g.reshape(moved, [...moved.shape.slice(0, rows), count]) };
  };
  const { moved, flat } = last(x.tensor);
  const mask = maskOver(context, x, over);
  const shape = x.tensor.shape.map((dim, i) => (i === 0 || dims[i - 1]!.isOver ? dim : 1));
  const filled = mask && last(g.broadcastTo(mask, shape)).flat;
  const weights = weighed(context, flat, filled);
  const counted = filled === undefined ? weights : g.mul(weights, filled);
  return g.transpose(g.reshape(counted, moved.shape), back);
}
