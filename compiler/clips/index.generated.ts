// Written by scripts/generate.ts from the files of this folder: do not edit.
import type { AnyClip } from "./define.ts";
import { norm } from "./norm.ts";
import { value } from "./value.ts";

export const clips = {
  norm,
  value,
} as const satisfies Readonly<Record<string, AnyClip>>;

export type ClipName = keyof typeof clips;
