import type { Ops } from "../../graph/ops.ts";
import type { Tensor } from "../../graph/tensor.ts";
import { presentOr, presentRows, spread } from "../../lower/arrange.ts";
import type { LowerContext, Lowered } from "../../lower/context.ts";
import { affine } from "../../lower/project.ts";
import { type Axis, UNBOUNDED } from "../../types/value-type.ts";
import { many, one, operator } from "../define.ts";
import { channelsOf, spreadAxes } from "../rules.ts";
import { number } from "../settings.ts";

/** Keeps the quotient of two lengths finite. */
const EPSILON = 1e-6;

export const mag = operator({
  name: "mag",
  summary:
    "Shifts a value by what others say, never by more than a share of its own length: the adaptation gate.",
  documentation:
    "`layer_norm(x + α H)` with `H = Σ_m relu(W_m [v_m; x] + b_m) ∘ (V_m v_m + c_m)` and `α = min(limit · ‖x‖ / ‖H‖, 1)`, as in `words |> mag(sight, sound)`: the first value, usually text, is the anchor, each other one shifts it as far as its gate is open, and the shift is shortened where it is longer than `limit` times the anchor. The others act alike along all axes that they lack; those that they have must agree by name, size and rate. One that a record lacks shifts nothing.",
  family: "fuse",
  operands: {
    x: one(["feature", "signal"], "the anchor, which is shifted"),
    others: many(["feature", "signal"], "what shifts it", 1),
  },
  settings: {
    limit: number("how long the shift may be at most, measured by the length of what is shifted", {
      from: 0,
      default: 1,
    }),
  },
  presence: {
    rule: "what is absent shifts nothing; without the first value there is no result",
    follows: "x",
  },
  ragged: "pass",
  type({ x, others }, _, at) {
    for (const [i, other] of others.entries()) {
      if (spreadAxes(at, ["x", x], [`others.${i}`, other]) === undefined) return undefined;
    }
    if (channelsOf(x) === 1) at.fail("single_channel", "call", { operator: "mag" });
    return { kind: { name: "feature" }, axes: x.axes, range: UNBOUNDED };
  },
  parameters: {
    formula: "Σ ((2 · other channels + channels) · channels + 2 · channels) + 2 · channels",
    count({ x, others }) {
      const d = channelsOf(x);
      return others.reduce((total, other) => total + (2 * channelsOf(other) + d + 2) * d, 2 * d);
    },
  },
  lower(context, { x, others }, { limit }, { axes }) {
    const { g, weight } = context;
    const channels = channelsOf(x.type);
    const shift = others
      .map((other, m) => shiftBy(context, x.tensor, other, axes, m + 1))
      .reduce((a, b) => g.add(a, b));
    const allowed = g.div(
      g.mul(lengthOf(g, x.tensor), g.scalar(limit)),
      g.add(lengthOf(g, shift), g.scalar(EPSILON)),
    );
    const shifted = g.add(x.tensor, g.mul(g.minimum(allowed, g.scalar(1)), shift));
    const scale = weight("scale", [channels], { kind: "ones" });
    return g.layerNorm(shifted, scale, weight("offset", [channels], { kind: "zeros" }), 1e-3);
  },
  source: "Rahman et al., ACL 2020, arXiv 1908.05787",
  example: `
    input phrase: text(words: 6, vocabulary: 100)
    input speech: vector(6)
    input reading: vector(8)
    words = phrase |> embed(8) |> mag(speech, reading) |> mean(over: word)
    output mood: Mood = words |> classify(Mood)`,
});

/** `relu(W [v; x] + b) ∘ (V v + c)`, and 0 where `v` is absent. */
function shiftBy(
  context: LowerContext,
  x: Tensor,
  other: Lowered,
  axes: readonly Axis[],
  number: number,
): Tensor {
  const { g } = context;
  const channels = x.shape.at(-1) as number;
  const own = presentOr(g, other, 0);
  const everywhere = g.broadcastTo(spread(g, other, axes, own), [
    ...x.shape.slice(0, -1),
    channelsOf(other.type),
  ]);
  const gate = g.relu(affine(context, `gate_${number}`, g.concat([everywhere, x], axes.length), channels));
  const shift = g.mul(gate, spread(g, other, axes, affine(context, `shift_${number}`, own, channels)));
  const present = presentRows(g, other, axes.length);
  return present === undefined ? shift : g.select(present, shift, g.scalar(0));
}

/** The Euclidean length of every place's channels, `[…, 1]`; its slope is finite at 0. */
const lengthOf = (g: Ops, x: Tensor): Tensor =>
  g.sqrt(g.add(g.reduceSum(g.square(x), [-1], true), g.scalar(1e-12)));
