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
