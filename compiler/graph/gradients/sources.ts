import type { sources } from "../primitives/sources.ts";
import type { GradientRules } from "./rule.ts";

/** Where the way back ends. */
export const sourceGradients: GradientRules<keyof typeof sources> = {
  constant: "none",
  feed: "none",
  read: "none",
  random_uniform: "none",
};
