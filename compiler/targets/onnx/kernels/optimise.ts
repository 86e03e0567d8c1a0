import type { optimise as primitives } from "../../../graph/primitives/optimise.ts";
import { byParts } from "../../by-parts.ts";
import type { Kernels } from "../kernel.ts";

export const optimise: Kernels<keyof typeof primitives> = {
  adam_update: byParts,
  momentum_update: byParts,
};
