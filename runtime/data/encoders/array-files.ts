import { extname } from "node:path";
import { decodeAudio } from "../decoders/audio.ts";
import { decodeNifti } from "../decoders/nifti.ts";
import { decodeNpy, isNpy } from "../decoders/npy.ts";
import { decodePoints } from "../decoders/points.ts";
import { decodeTensor } from "../decoders/tensors.ts";
import { decodeVideo } from "../decoders/video.ts";
import { cellError, type EncodedInput, type FileContent, type NumberCell, wholeOf } from "./define.ts";

/**
 * Numbers from a file: .npy, or .safetensors with one tensor.
 *
 * @throws CellError
 */
export function readArray({ bytes, name }: FileContent): NumberCell {
  if (isNpy(bytes)) return decodeNpy(bytes);
  if (extname(name) === ".safetensors" || bytes[8] === 0x7b) return decodeTensor(bytes);
  throw cellError("it holds no array of numbers", "Use a .npy or a .safetensors file.");
}

export function readAudio(
  { bytes, name }: FileContent,
  input: EncodedInput,
): NumberCell | Promise<NumberCell> {
  if (isNpy(bytes)) return cutting(readArray({ bytes, name }));
  const { channels } = input.settings;
  return decodeAudio(bytes, rateOf(input), Number(channels));
}

export function readVideo(
  { bytes, name }: FileContent,
  input: EncodedInput,
): NumberCell | Promise<NumberCell> {
  if (isNpy(bytes)) return cutting(readArray({ bytes, name }));
  return decodeVideo(bytes, rateOf(input), wholeOf(input).shape);
}

export function readPoints({ bytes, name }: FileContent, input: EncodedInput): NumberCell {
  if (isNpy(bytes)) return cutting(readArray({ bytes, name }));
  return decodePoints(bytes, name, Number(input.settings.channels));
}

export function readVolume({ bytes }: FileContent): NumberCell {
  return isNpy(bytes) ? decodeNpy(bytes) : decodeNifti(bytes);
}

const cutting = (cell: NumberCell): NumberCell => ({ ...cell, cuts: true });

/** The rate of an input's `time` axis, in Hz. */
function rateOf(input: EncodedInput): number {
  const rate = wholeOf(input).type.axes[0]?.rate;
  if (rate === undefined) throw new Error(`${input.name} has no rate`);
  return rate;
}
