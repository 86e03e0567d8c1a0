/** Bytes of weights that an ONNX file may hold: a message of Protocol Buffers has less than 2 GiB. */
export const LARGEST_ONNX = 2 ** 31 - 2 ** 24;

/** Bytes of the values of variables. */
export function bytesOf(values: Iterable<{ readonly data: { readonly byteLength: number } }>): number {
  let sum = 0;
  for (const { data } of values) sum += data.byteLength;
  return sum;
}
