import { readFileSync } from "node:fs";
import type { Counter, Key } from "../../../compiler/random/philox.ts";

/** A stretch of a stream. */
interface Place {
  readonly key: Key;
  readonly counter: Counter;
}

/** What `tensorflow_vectors.py` wrote: numbers that TensorFlow's own kernels drew. */
interface Vectors {
  /** Floats as their bits. */
  readonly small: readonly (Place & { readonly bits: readonly number[] })[];
  readonly large: readonly (Place & { readonly count: number; readonly sha256: string })[];
  readonly streams: readonly {
    readonly seed: number;
    readonly name: string;
    readonly step: number;
    readonly bits: readonly number[];
  }[];
  readonly normal: readonly (Place & { readonly numbers: readonly number[] })[];
  readonly fans: readonly { readonly shape: readonly number[]; readonly in: number; readonly out: number }[];
}

export const vectors: Vectors = JSON.parse(
  readFileSync(new URL("./tensorflow-vectors.json", import.meta.url), "utf8"),
);

export function bitsOf(numbers: Float32Array): number[] {
  return [...new Uint32Array(numbers.buffer, numbers.byteOffset, numbers.length)];
}
