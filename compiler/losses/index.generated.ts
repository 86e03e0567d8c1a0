// Written by scripts/generate.ts from the files of this folder: do not edit.
import type { AnyLoss } from "./define.ts";
import { crossEntropy } from "./cross_entropy.ts";

export const losses = {
  cross_entropy: crossEntropy,
} as const satisfies Readonly<Record<string, AnyLoss>>;

export type LossName = keyof typeof losses;
