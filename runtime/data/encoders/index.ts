import { fileOfRecord, isFile } from "../fields/contents.ts";
import { readArray, readAudio, readPoints, readVideo, readVolume } from "./array-files.ts";
import type { Encoder } from "./define.ts";
import { image } from "./image.ts";
import { encodersIn, PORTABLE } from "./portable.ts";

/** An encoder of numbers that are read from files as well. */
const fromFiles = (modality: string, read: NonNullable<Encoder["read"]>): Encoder => ({
  ...PORTABLE[modality]!,
  read,
  cellOf: async (field, access, input) =>
    isFile(field) ? read(await fileOfRecord(field, access), input) : (field as number[]),
});

const { text, tabular, graph } = PORTABLE;

/** The encoder of each modality. */
export const encoderOf = encodersIn({
  text: text!,
  image,
  vector: fromFiles("vector", readArray),
  series: fromFiles("series", readArray),
  audio: fromFiles("audio", readAudio),
  video: fromFiles("video", readVideo),
  points: fromFiles("points", readPoints),
  volume: fromFiles("volume", readVolume),
  tabular: tabular!,
  graph: graph!,
});
