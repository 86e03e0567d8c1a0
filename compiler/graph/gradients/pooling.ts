import type { pooling } from "../primitives/pooling.ts";
import { type GradientRules, refused } from "./rule.ts";

export const poolingGradients: GradientRules<keyof typeof pooling> = {
  max_pool2d: ({ g, a, y, dy, attributes }) => g.apply("max_pool2d_gradient", [dy, a, y], attributes),
  max_pool2d_gradient: refused(
    "max_pool2d_gradient has no gradient rule: differentiate max_pool2d once only, or pool by reduce_max",
  ),
  avg_pool2d: ({ g, a, dy, attributes }) =>
    g.apply("avg_pool2d_gradient", [dy], { ...attributes, inputShape: a.shape }),
  avg_pool2d_gradient: ({ g, dy, attributes: { window, strides, padding } }) =>
    g.apply("avg_pool2d", [dy], { window, strides, padding }),
};
