import type { normalise } from "../primitives/normalise.ts";
import { type GradientRules, refused } from "./rule.ts";

export const normaliseGradients: GradientRules<keyof typeof normalise> = {
  batch_norm({ g, a, b, dy, outputs: [, mean, variance], dys: [, dMean, dVariance], attributes }) {
    const [dx, dScale, dOffset] = g.apply("batch_norm_gradient", [dy, a, b, mean!, variance!], attributes);
    const count = g.count(a.shape.slice(0, -1));
    let all = dx!;
    if (dMean !== undefined) all = g.add(all, g.div(dMean, count));
    if (dVariance !== undefined) {
      const slope = g.div(g.mul(dVariance, g.scalar(2)), count);
      all = g.add(all, g.mul(slope, g.sub(a, mean!)));
    }
    return [all, dScale, dOffset];
  },
  batch_norm_gradient: refused(
    "batch_norm_gradient has no gradient rule: differentiate batch_norm once only, or its decomposition",
  ),
};
