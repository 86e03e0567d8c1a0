import { cellError, type NumberCell } from "../encoders/define.ts";
import { countOf, NUMBER_TYPES, type NumberTypeName, readNumbers, viewOf } from "./array.ts";

/** One number of each point: where it lies in a point's bytes. */
interface Field {
  readonly name: string;
  readonly type: NumberTypeName;
  readonly at: number;
}

const HELP = "Use a .pcd or .ply file, or a .bin file of float32 as KITTI has them.";
const refused = (what: string) => cellError(what, HELP);

/** Points in the order of the file, each with its first numbers: coordinates come first in all formats. */
const cell = (data: ArrayLike<number>, count: number, channels: number): NumberCell => ({
  shape: [count, channels],
  data,
  cuts: true,
});

/**
 * KITTI's point clouds: float32 without a header, so many for each point.
 *
 * @throws CellError
 */
function decodeBin(bytes: Uint8Array, channels: number): NumberCell {
  const count = bytes.length / (4 * channels);
  if (!Number.isInteger(count))
    throw refused(`${bytes.length} bytes are no whole points of ${channels} numbers`);
  return cell(readNumbers(bytes, 0, count * channels, NUMBER_TYPES.float32), count, channels);
}

function headerOf(bytes: Uint8Array, end: RegExp): { readonly text: string; readonly start: number } {
  const text = Buffer.from(bytes.subarray(0, 1 << 16)).toString("latin1");
  const match = end.exec(text);
  if (match === null) throw refused("its header has no end");
  const start = match.index + match[0].length;
  return { text: text.slice(0, start), start };
}

/** The fields that are taken: x, y and z, then the others in the order of the file. */
function chosen(fields: readonly Field[], channels: number): readonly Field[] {
  const axes = ["x", "y", "z"].flatMap((name) => fields.filter((field) => field.name === name));
  const ordered = [...axes, ...fields.filter((field) => !axes.includes(field))];
  if (axes.length < 3 || ordered.length < channels) {
    throw refused(
      `its points have ${ordered.map(({ name }) => name).join(", ")}, and ${channels} are asked for`,
    );
  }
  return ordered.slice(0, channels);
}

/** Points whose bytes follow one another. */
function readRecords(
  bytes: Uint8Array,
  from: number,
  count: number,
  step: number,
  fields: readonly Field[],
  little: boolean,
): NumberCell {
  countOf([count, fields.length]);
  if (from + count * step > bytes.length) {
    throw refused(`it ends after ${Math.floor((bytes.length - from) / step)} of ${count} points`);
  }
  const view = viewOf(bytes);
  const data = new Float64Array(count * fields.length);
  for (let i = 0, to = 0; i < count; i++) {
    for (const { type, at } of fields)
      data[to++] = NUMBER_TYPES[type].read(view, from + i * step + at, little);
  }
  return cell(data, count, fields.length);
}

function readLines(bytes: Uint8Array, from: number, count: number, columns: readonly number[]): NumberCell {
  countOf([count, columns.length]);
  const lines = Buffer.from(bytes.subarray(from)).toString("latin1").split("\n");
  const found = lines.map((line) => line.trim()).filter((line) => line !== "");
  if (found.length < count) throw refused(`it ends after ${found.length} of ${count} points`);
  const data = new Float64Array(count * columns.length);
  for (let i = 0, to = 0; i < count; i++) {
    const words = found[i]!.split(/\s+/);
    for (const column of columns) data[to++] = Number(words[column] ?? Number.NaN);
  }
  return cell(data, count, columns.length);
}

const PCD_TYPES: Readonly<Record<string, NumberTypeName>> = {
  F4: "float32",
  F8: "float64",
  I1: "int8",
  I2: "int16",
  I4: "int32",
  U1: "uint8",
  U2: "uint16",
  U4: "uint32",
};

/**
 * The Point Cloud Library's files. Source: https://pointclouds.org/documentation/tutorials/pcd_file_format.html
 *
 * @throws CellError
 */
function decodePcd(bytes: Uint8Array, channels: number): NumberCell {
  const { text, start } = headerOf(bytes, /^DATA[ \t]+\w+[ \t]*\r?\n/m);
  const line = (name: string) =>
    new RegExp(`^${name}[ \\t]+(.*)$`, "m").exec(text)?.[1]?.trim().split(/\s+/) ?? [];
  const names = line("FIELDS");
  const sizes = line("SIZE").map(Number);
  const types = line("TYPE");
  const counts = line("COUNT").map(Number);
  const points = Number(line("POINTS")[0] ?? Number.NaN);
  let at = 0;
  let column = 0;
  const columns = new Map<string, number>();
  const fields = names.map((name, i): Field => {
    const type = PCD_TYPES[`${types[i]}${sizes[i]}`];
    if (type === undefined) throw refused(`its field ${name} has no known type`);
    const field = { name, type, at };
    columns.set(name, column);
    at += sizes[i]! * (counts[i] ?? 1);
    column += counts[i] ?? 1;
    return field;
  });
  const taken = chosen(fields, channels);
  switch (line("DATA")[0]) {
    case "ascii":
      return readLines(
        bytes,
        start,
        points,
        taken.map(({ name }) => columns.get(name)!),
      );
    case "binary":
      return readRecords(bytes, start, points, at, taken, true);
    case "binary_compressed":
      return readCompressed(bytes, start, points, at, taken);
    default:
      throw refused("its data is neither ascii nor binary");
  }
}

/** Compressed with LZF, all numbers of one field before those of the next. */
function readCompressed(
  bytes: Uint8Array,
  start: number,
  points: number,
  step: number,
  fields: readonly Field[],
): NumberCell {
  if (start + 8 > bytes.length) throw refused("it ends within its header");
  const view = viewOf(bytes);
  const [packed, size] = [view.getUint32(start, true), view.getUint32(start + 4, true)];
  countOf([points, step]);
  if (size !== points * step) throw refused(`it claims ${size} bytes for ${points} points of ${step}`);
  const plain = unpackLzf(bytes.subarray(start + 8, start + 8 + packed), size);
  const inside = viewOf(plain);
  const data = new Float64Array(points * fields.length);
  fields.forEach(({ type, at }, f) => {
    const { bytes: width, read } = NUMBER_TYPES[type];
    for (let i = 0; i < points; i++) {
      data[i * fields.length + f] = read(inside, at * points + i * width, true);
    }
  });
  return cell(data, points, fields.length);
}

/** LZF, see http://oldhome.schmorp.de/marc/liblzf.html. */
function unpackLzf(from: Uint8Array, size: number): Uint8Array {
  const into = new Uint8Array(size);
  let i = 0;
  let o = 0;
  while (i < from.length) {
    const control = from[i++]!;
    if (control < 32) {
      const length = control + 1;
      if (i + length > from.length || o + length > size) throw refused("its compressed bytes are damaged");
      into.set(from.subarray(i, i + length), o);
      i += length;
      o += length;
      continue;
    }
    let length = control >> 5;
    if (length === 7) length += from[i++] ?? 0;
    const back = o - ((control & 31) << 8) - (from[i++] ?? 0) - 1;
    if (back < 0 || o + length + 2 > size) throw refused("its compressed bytes are damaged");
    for (let k = 0; k < length + 2; k++) into[o++] = into[back + k]!;
  }
  if (o !== size) throw refused("its compressed bytes end early");
  return into;
}

const PLY_TYPES: Readonly<Record<string, NumberTypeName>> = {
  char: "int8",
  int8: "int8",
  uchar: "uint8",
  uint8: "uint8",
  short: "int16",
  int16: "int16",
  ushort: "uint16",
  uint16: "uint16",
  int: "int32",
  int32: "int32",
  uint: "uint32",
  uint32: "uint32",
  float: "float32",
  float32: "float32",
  double: "float64",
  float64: "float64",
};

/**
 * The vertices of a Stanford polygon file, which have to come first. Source: http://paulbourke.net/dataformats/ply/
 *
 * @throws CellError
 */
function decodePly(bytes: Uint8Array, channels: number): NumberCell {
  const { text, start } = headerOf(bytes, /^end_header[ \t]*\r?\n/m);
  const [, format] = /^format[ \t]+(\w+)/m.exec(text) ?? [];
  const [first, vertex] = text.split(/^element[ \t]+/m).slice(0, 2);
  const [, count] = /^vertex[ \t]+(\d+)/.exec(vertex ?? "") ?? [];
  if (first === undefined || vertex === undefined || count === undefined)
    throw refused("its points do not come first");
  let at = 0;
  const fields = [...vertex.matchAll(/^property[ \t]+(\w+)[ \t]+(\w+)/gm)].map(([, kind, name]): Field => {
    const type = PLY_TYPES[kind!];
    if (type === undefined) throw refused(`its points have a list, ${name}`);
    const field = { name: name!, type, at };
    at += NUMBER_TYPES[type].bytes;
    return field;
  });
  const taken = chosen(fields, channels);
  if (format === "ascii")
    return readLines(
      bytes,
      start,
      Number(count),
      taken.map((field) => fields.indexOf(field)),
    );
  const little = format === "binary_little_endian";
  if (!little && format !== "binary_big_endian") throw refused(`its format ${format} is not known`);
  return readRecords(bytes, start, Number(count), at, taken, little);
}

/**
 * Points of a file by what it holds, and as KITTI's where it tells nothing.
 *
 * @throws CellError
 */
export function decodePoints(bytes: Uint8Array, name: string, channels: number): NumberCell {
  const beginning = Buffer.from(bytes.subarray(0, 64)).toString("latin1");
  if (/^ply\s/.test(beginning)) return decodePly(bytes, channels);
  if (/^(?:#.*PCD|VERSION)/.test(beginning)) return decodePcd(bytes, channels);
  if (/\.bin$/i.test(name)) return decodeBin(bytes, channels);
  throw refused("it holds no points that are known");
}
