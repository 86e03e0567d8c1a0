// Written by scripts/generate.ts from the files of this folder: do not edit.
import type { AnyOptimizer } from "./define.ts";
import { adam } from "./adam.ts";
import { adamw } from "./adamw.ts";
import { sgd } from "./sgd.ts";

export const optimizers = {
  adam,
  adamw,
  sgd,
} as const satisfies Readonly<Record<string, AnyOptimizer>>;

export type OptimizerName = keyof typeof optimizers;
