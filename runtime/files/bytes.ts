/** The arrays that tensors are held in. */
export type NumberArray = Float32Array | Int32Array | Uint8Array;

/** The memory of an array, without a copy. */
export function bytesOf({ buffer, byteOffset, byteLength }: NumberArray): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** The same memory read as int32: how the bits of floats travel. */
export function bitsOf({ buffer, byteOffset, length }: Float32Array | Int32Array): Int32Array {
  return new Int32Array(buffer, byteOffset, length);
}

type NumberType = "float32" | "int32" | "uint8";

/** Bytes of a number. */
export const SIZES: Readonly<Record<NumberType, number>> = { float32: 4, int32: 4, uint8: 1 };

/** So many numbers in memory, from a byte on. */
export const VIEWS: Readonly<
  Record<NumberType, (memory: ArrayBufferLike, from?: number, length?: number) => NumberArray>
> = {
  float32: (...place) => new Float32Array(...place),
  int32: (...place) => new Int32Array(...place),
  uint8: (...place) => new Uint8Array(...place),
};
