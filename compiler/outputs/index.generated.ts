// Written by scripts/generate.ts from the files of this folder: do not edit.
import type { AnyOutputKind } from "./define.ts";
import { category } from "./category.ts";

export const outputKinds = {
  category,
} as const satisfies Readonly<Record<string, AnyOutputKind>>;

export type OutputName = keyof typeof outputKinds;
