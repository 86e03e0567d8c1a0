import { gunzipSync } from "node:zlib";
import { messageOf } from "../../failure.ts";
import { cellError, type NumberCell } from "../encoders/define.ts";
import { countOf, NUMBER_TYPES, type NumberTypeName, readNumbers, viewOf } from "./array.ts";
import { lastFastest } from "./npy.ts";

const HELP = "Use a whole NIfTI-1 file (.nii or .nii.gz) or a .npy file.";
const refused = (what: string, cause?: unknown) => cellError(what, HELP, cause);
const HEADER = 348;
/** No volume is unpacked to more than this. */
const MOST = 2 ** 31;

const TYPES: Readonly<Record<number, NumberTypeName>> = {
  2: "uint8",
  4: "int16",
  8: "int32",
  16: "float32",
  64: "float64",
  256: "int8",
  512: "uint16",
  768: "uint32",
  1024: "int64",
  1280: "uint64",
};

const isGzip = (bytes: Uint8Array) => bytes[0] === 0x1f && bytes[1] === 0x8b;

/**
 * NIfTI-1 volumes, `[z, y, x]` or with a fourth axis `[z, y, x, t]`, in the units that their header scales them to.
 * Source: https://nifti.nimh.nih.gov/pub/dist/src/niftilib/nifti1.h
 *
 * @throws CellError
 */
export function decodeNifti(file: Uint8Array): NumberCell {
  let bytes = file;
  if (isGzip(file)) {
    try {
      bytes = gunzipSync(file, { maxOutputLength: MOST });
    } catch (error) {
      throw refused(`it cannot be unpacked: ${messageOf(error)}`, error);
    }
  }
  if (bytes.length < HEADER + 4) throw refused("it is shorter than a header");
  const view = viewOf(bytes);
  const little = view.getInt32(0, true) === HEADER;
  if (!little && view.getInt32(0, false) !== HEADER) throw refused("it is no NIfTI-1 file");
  const rank = view.getInt16(40, little);
  if (rank < 3 || rank > 7) throw refused(`it has ${rank} axes`);
  const all = Array.from({ length: rank }, (_, axis) => view.getInt16(42 + 2 * axis, little));
  const [x = 0, y = 0, z = 0, t = 1, ...more] = all;
  if (more.some((size) => size > 1)) throw refused(`it has ${rank} axes`);
  const type = TYPES[view.getInt16(70, little)];
  if (type === undefined) throw refused("its type of numbers is not read");
  const offset = Math.max(HEADER + 4, view.getFloat32(108, little));
  const shape = [x, y, z, t];
  const plain = readNumbers(bytes, offset, countOf(shape), NUMBER_TYPES[type], little);
  const slope = view.getFloat32(112, little);
  const shift = view.getFloat32(116, little);
  const scaled = slope === 0 ? plain : plain.map((value) => value * slope + shift);
  // The file's first axis runs fastest; turned round, the order of the bytes is that of [t, z, y, x].
  const turned = lastFastest(scaled, shape);
  const data = new Float64Array(turned.length);
  let to = 0;
  for (let k = 0; k < z; k++)
    for (let j = 0; j < y; j++)
      for (let i = 0; i < x; i++)
        for (let f = 0; f < t; f++) data[to++] = turned[((i * y + j) * z + k) * t + f]!;
  return { shape: [z, y, x, t], data };
}
