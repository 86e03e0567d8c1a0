import type { normalise as primitives } from "../../../graph/primitives/normalise.ts";
import type { Kernels } from "../kernel.ts";
import { byParts } from "./by-parts.ts";

export const normalise: Kernels<keyof typeof primitives> = {
  batch_norm: byParts,
  batch_norm_gradient: byParts,
};
