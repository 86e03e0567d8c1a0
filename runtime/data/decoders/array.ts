import { cellError } from "../encoders/define.ts";

/** The most numbers that a record may have: 2 GiB of them as float32. */
const MOST = 2 ** 29;

/**
 * How many numbers a shape has.
 *
 * @throws CellError where there are more than a record may have, or a size is none
 */
export function countOf(shape: readonly number[]): number {
  const count = shape.reduce((a, b) => a * b, 1);
  if (shape.every((size) => Number.isSafeInteger(size) && size >= 0) && count <= MOST) return count;
  throw cellError(`it claims to be ${shape.join(" × ")} numbers`, "Use a file that is not damaged.");
}

type Read = (view: DataView, at: number, little: boolean) => number;

/** A type of number in a file: its bytes, and how it is read. */
export interface NumberType {
  readonly bytes: number;
  readonly read: Read;
}

const type = (bytes: number, read: Read): NumberType => ({ bytes, read });

export const NUMBER_TYPES = {
  int8: type(1, (view, at) => view.getInt8(at)),
  uint8: type(1, (view, at) => view.getUint8(at)),
  int16: type(2, (view, at, little) => view.getInt16(at, little)),
  uint16: type(2, (view, at, little) => view.getUint16(at, little)),
  int32: type(4, (view, at, little) => view.getInt32(at, little)),
  uint32: type(4, (view, at, little) => view.getUint32(at, little)),
  int64: type(8, (view, at, little) => Number(view.getBigInt64(at, little))),
  uint64: type(8, (view, at, little) => Number(view.getBigUint64(at, little))),
  float16: type(2, (view, at, little) => half(view.getUint16(at, little))),
  bfloat16: type(2, (view, at, little) => bfloat(view.getUint16(at, little))),
  float32: type(4, (view, at, little) => view.getFloat32(at, little)),
  float64: type(8, (view, at, little) => view.getFloat64(at, little)),
} as const;

export type NumberTypeName = keyof typeof NUMBER_TYPES;

function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

const word = new DataView(new ArrayBuffer(4));

function bfloat(bits: number): number {
  word.setUint32(0, bits * 65536);
  return word.getFloat32(0);
}

export const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array): DataView =>
  new DataView(buffer, byteOffset, byteLength);

/**
 * Reads numbers that follow one another.
 *
 * @throws CellError where the bytes end before
 */
export function readNumbers(
  bytes: Uint8Array,
  from: number,
  count: number,
  { bytes: size, read }: NumberType,
  little = true,
): Float64Array {
  if (from < 0 || from + count * size > bytes.length) {
    const message = `it ends after ${Math.max(0, Math.floor((bytes.length - from) / size))} of ${count} numbers`;
    throw cellError(message, "The file was cut off or damaged: write it again.");
  }
  const view = viewOf(bytes);
  return Float64Array.from({ length: count }, (_, i) => read(view, from + i * size, little));
}
