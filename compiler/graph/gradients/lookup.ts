import type { lookup } from "../primitives/lookup.ts";
import type { GradientRules } from "./rule.ts";

export const lookupGradients: GradientRules<keyof typeof lookup> = {
  gather: ({ g, a, b, dy }) => [g.segmentSum(dy, b, a.shape[0] as number)],
  segment_sum: ({ g, b, dy }) => [g.gather(dy, b)],
  one_hot: "none",
};
