import { cellError, type NumberCell } from "../encoders/define.ts";
import { countOf, NUMBER_TYPES, type NumberTypeName, readNumbers, viewOf } from "./array.ts";

/** NumPy's file of one array. Source: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html */
const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
const HELP = "Write the array with numpy.save, as numbers in C order.";

const TYPES: Readonly<Record<string, NumberTypeName>> = {
  i1: "int8",
  u1: "uint8",
  b1: "uint8",
  i2: "int16",
  u2: "uint16",
  i4: "int32",
  u4: "uint32",
  i8: "int64",
  u8: "uint64",
  f2: "float16",
  f4: "float32",
  f8: "float64",
};

export const isNpy = (bytes: Uint8Array): boolean => MAGIC.every((byte, i) => bytes[i] === byte);

/** @throws CellError */
export function decodeNpy(bytes: Uint8Array): NumberCell {
  const refuse = (what: string) => cellError(what, HELP);
  if (!isNpy(bytes) || bytes.length < 12) throw refuse("it is no .npy file");
  const view = viewOf(bytes);
  const wide = bytes[6]! >= 2;
  const start = wide ? 12 : 10;
  const end = start + (wide ? view.getUint32(8, true) : view.getUint16(8, true));
  if (end > bytes.length) throw refuse("it ends within its header");
  const header = Buffer.from(bytes.subarray(start, end)).toString("latin1");
  const [, order = "", name = ""] = /'descr':\s*'([<>|=])([a-z]\d+)'/.exec(header) ?? [];
  const [, sizes] = /'shape':\s*\(([\d\s,]*)\)/.exec(header) ?? [];
  const type = TYPES[name];
  if (type === undefined || sizes === undefined) throw refuse("its header tells of no array of numbers");
  const shape = (sizes.match(/\d+/g) ?? []).map(Number);
  const data = readNumbers(bytes, end, countOf(shape), NUMBER_TYPES[type], order !== ">");
  const isFortran = /'fortran_order':\s*True/.test(header);
  return { shape, data: isFortran ? lastFastest(data, shape) : data };
}

/** Numbers whose first axis runs fastest, brought to the order in which the last does. */
export function lastFastest(data: Float64Array, shape: readonly number[]): Float64Array {
  const steps = shape.map((_, axis) => shape.slice(0, axis).reduce((a, b) => a * b, 1));
  const into = new Float64Array(data.length);
  const place = shape.map(() => 0);
  for (let i = 0; i < into.length; i++) {
    let from = 0;
    for (let axis = 0; axis < shape.length; axis++) from += place[axis]! * steps[axis]!;
    into[i] = data[from]!;
    for (let axis = shape.length - 1; axis >= 0 && ++place[axis]! === shape[axis]; axis--) place[axis] = 0;
  }
  return into;
}
