import { readFileSync } from "node:fs";
import { writeAtomically } from "./atomic.ts";
import { decodeSafetensors, encodeSafetensors, type TensorFile } from "./safetensors-format.ts";

export {
  decodeSafetensors,
  encodeSafetensors,
  type StoredTensor,
  type TensorFile,
} from "./safetensors-format.ts";

/** Writes a file in one atomic step. */
export function writeSafetensors(path: string, file: TensorFile): void {
  writeAtomically(path, ...encodeSafetensors(file));
}

/** @throws RuntimeFailure `safetensors-invalid` */
export function readSafetensors(path: string): TensorFile {
  return decodeSafetensors(readFileSync(path), path);
}
