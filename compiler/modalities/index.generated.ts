// Written by scripts/generate.ts from the files of this folder: do not edit.
import type { AnyModality } from "./define.ts";
import { audio } from "./audio.ts";
import { graph } from "./graph.ts";
import { image } from "./image.ts";
import { points } from "./points.ts";
import { series } from "./series.ts";
import { tabular } from "./tabular.ts";
import { text } from "./text.ts";
import { vector } from "./vector.ts";
import { video } from "./video.ts";
import { volume } from "./volume.ts";

export const modalities = {
  audio,
  graph,
  image,
  points,
  series,
  tabular,
  text,
  vector,
  video,
  volume,
} as const satisfies Readonly<Record<string, AnyModality>>;

export type ModalityName = keyof typeof modalities;
