// Written by scripts/generate.ts from the files of this folder: do not edit.
import type { AnyDrop } from "./define.ts";
import { modality } from "./modality.ts";

export const drops = {
  modality,
} as const satisfies Readonly<Record<string, AnyDrop>>;

export type DropName = keyof typeof drops;
