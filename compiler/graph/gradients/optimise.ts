import type { optimise } from "../primitives/optimise.ts";
import { type GradientRules, refused } from "./rule.ts";

const rule = refused("a step of an optimizer has no gradient rule: differentiate its decomposition");

export const optimiseGradients: GradientRules<keyof typeof optimise> = {
  adam_update: rule,
  momentum_update: rule,
};
