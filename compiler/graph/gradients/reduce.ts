import type { reduce } from "../primitives/reduce.ts";
import type { Tensor } from "../tensor.ts";
import { type Applied, type GradientRules, keptAxes } from "./rule.ts";

/** Equal extremes share the gradient equally, as in TensorFlow. */
function extreme({ g, a, y, dy, attributes: { axes } }: Applied<"reduce_max" | "reduce_min">): Tensor[] {
  const hit = g.cast(g.equal(a, keptAxes(g, y, a.shape, axes)), "float32");
  const share = g.div(keptAxes(g, dy, a.shape, axes), g.reduceSum(hit, axes, true));
  return [g.mul(hit, share)];
}

export const reduceGradients: GradientRules<keyof typeof reduce> = {
  reduce_sum: ({ g, a, dy, attributes: { axes } }) => [
    g.broadcastTo(keptAxes(g, dy, a.shape, axes), a.shape),
  ],
  reduce_mean({ g, a, dy, attributes: { axes } }) {
    const share = g.div(dy, g.count(axes.map((axis) => a.shape[axis]!)));
    return [g.broadcastTo(keptAxes(g, share, a.shape, axes), a.shape)];
  },
  reduce_max: extreme,
  reduce_min: extreme,
  argmax: "none",
};
