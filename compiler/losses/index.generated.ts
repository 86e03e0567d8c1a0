// Written by scripts/generate.ts from the files of this folder: do not edit.
import type { AnyLoss } from "./define.ts";
import { absoluteError } from "./absolute_error.ts";
import { binaryCrossEntropy } from "./binary_cross_entropy.ts";
import { crossEntropy } from "./cross_entropy.ts";
import { ctc } from "./ctc.ts";
import { evidential } from "./evidential.ts";
import { focal } from "./focal.ts";
import { huber } from "./huber.ts";
import { infoNce } from "./info_nce.ts";
import { ordinal } from "./ordinal.ts";
import { squaredError } from "./squared_error.ts";

export const losses = {
  absolute_error: absoluteError,
  binary_cross_entropy: binaryCrossEntropy,
  cross_entropy: crossEntropy,
  ctc,
  evidential,
  focal,
  huber,
  info_nce: infoNce,
  ordinal,
  squared_error: squaredError,
} as const satisfies Readonly<Record<string, AnyLoss>>;

export type LossName = keyof typeof losses;
