// Written by scripts/generate.ts from the files of this folder: do not edit.
import type { AnyModality } from "./define.ts";
import { audio } from "./audio.ts";
import { image } from "./image.ts";
import { series } from "./series.ts";
import { text } from "./text.ts";
import { vector } from "./vector.ts";

export const modalities = {
  audio,
  image,
  series,
  text,
  vector,
} as const satisfies Readonly<Record<string, AnyModality>>;

export type ModalityName = keyof typeof modalities;
