// Written by scripts/generate.ts from the files of this folder: do not edit.
import type { AnyOutputKind } from "./define.ts";
import { category } from "./category.ts";
import { number } from "./number.ts";
import { ordered } from "./ordered.ts";
import { sequence } from "./sequence.ts";
import { set } from "./set.ts";
import { vector } from "./vector.ts";

export const outputKinds = {
  category,
  number,
  ordered,
  sequence,
  set,
  vector,
} as const satisfies Readonly<Record<string, AnyOutputKind>>;

export type OutputName = keyof typeof outputKinds;
