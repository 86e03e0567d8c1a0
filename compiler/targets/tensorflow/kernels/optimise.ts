import type { optimise as primitives } from "../../../graph/primitives/optimise.ts";
import { byParts } from "../../by-parts.ts";
import type { Kernels } from "../kernel.ts";

/** Steps whose results are used as values; those that only move variables are written in place by `updates.ts`. */
export const optimise: Kernels<keyof typeof primitives> = {
  adam_update: byParts,
  momentum_update: byParts,
};
