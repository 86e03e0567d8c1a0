import type { softmax } from "../primitives/softmax.ts";
import { GradientError, type GradientRules } from "./rule.ts";

export const softmaxGradients: GradientRules<keyof typeof softmax> = {
  softmax: ({ g, y, dy }) => [g.mul(y, g.sub(dy, g.reduceSum(g.mul(dy, y), [-1], true)))],
  log_softmax: ({ g, y, dy }) => [g.sub(dy, g.mul(g.exp(y), g.reduceSum(dy, [-1], true)))],
  softmax_cross_entropy({ g, outputs: [, gradient], dys: [dLoss, dGradient] }) {
    if (dLoss === undefined || dGradient !== undefined) {
      throw new GradientError(
        "the second result of softmax_cross_entropy is a gradient and has none itself: use log_softmax to differentiate twice",
      );
    }
    return [g.mul(g.expandDims(dLoss, 1), gradient!)];
  },
};
