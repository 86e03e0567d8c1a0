import { failure } from "../failure.ts";
import { bytesOf } from "./bytes.ts";

/**
 * The safetensors format: 8 bytes with the length of the header (little-endian), the header as JSON, and then the
 * bytes of all tensors without a gap. Source: https://github.com/huggingface/safetensors, section Format.
 */
export interface StoredTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array | Int32Array;
}

export interface TensorFile {
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  /** Text by name, kept beside the tensors. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** The longest header that is read: the limit of the format's own implementation. */
const HEADER_LIMIT = 100_000_000;
const METADATA = "__metadata__";
const LENGTH_BYTES = 8;
/** With which the header is filled up. */
const SPACE = 0x20;
/** Data starts at a multiple of this, so that the arrays can lie where they are read. */
const ALIGNMENT = 8;

interface Entry {
  readonly dtype: "F32" | "I32";
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

/** The parts of a file, in order. The tensors' arrays are not copied. */
export function encodeSafetensors({ tensors, metadata }: TensorFile): Uint8Array[] {
  const header: [string, Entry | Readonly<Record<string, string>>][] = [[METADATA, metadata]];
  const parts: Uint8Array[] = [];
  let offset = 0;
  for (const [name, { shape, data }] of tensors) {
    if (name === METADATA) throw new Error(`a tensor cannot be called ${METADATA}`);
    if (count(shape) !== data.length)
      throw new Error(`${name} has ${data.length} numbers for [${shape.join(", ")}]`);
    const end = offset + data.byteLength;
    header.push([
      name,
      {
        dtype: data instanceof Float32Array ? "F32" : "I32",
        shape,
        data_offsets: [offset, end],
      },
    ]);
    parts.push(bytesOf(data));
    offset = end;
  }
  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries(header)));
  const padding = (ALIGNMENT - (json.length % ALIGNMENT)) % ALIGNMENT;
  const length = new Uint8Array(LENGTH_BYTES);
  new DataView(length.buffer).setBigUint64(0, BigInt(json.length + padding), true);
  return [length, json, new Uint8Array(padding).fill(SPACE), ...parts];
}

/**
 * Reads a file's bytes, trusting none of them.
 *
 * @param path what the file is called in errors
 * @throws RuntimeFailure `safetensors-invalid`
 */
export function decodeSafetensors(bytes: Uint8Array, path: string): TensorFile {
  const refuse = (what: string): never => {
    throw failure("safetensors-invalid", {
      message: `${path} is not a sound safetensors file: ${what}`,
      help: "It was damaged, or written by another program. Use another checkpoint, or train again.",
    });
  };
  if (bytes.length < LENGTH_BYTES) refuse(`it has ${bytes.length} bytes, fewer than a header's length takes`);
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  if (length > BigInt(HEADER_LIMIT)) refuse(`its header claims ${length} bytes, more than ${HEADER_LIMIT}`);
  const start = LENGTH_BYTES + Number(length);
  if (start > bytes.length) refuse(`its header claims ${length} bytes, but the file ends before`);

  const header =
    parseObject(bytes.subarray(LENGTH_BYTES, start)) ?? refuse("its header is not a JSON object");
  const { [METADATA]: metadata = {}, ...entries } = header;
  if (!isTexts(metadata)) return refuse("its metadata is not text by name");

  const tensors = new Map<string, StoredTensor>();
  const taken: [name: string, from: number, to: number][] = [];
  for (const [name, value] of Object.entries(entries)) {
    const entry = asEntry(value) ?? refuse(`tensor ${name} has no dtype F32 or I32, shape and data_offsets`);
    const [from, to] = entry.data_offsets;
    if (from > to || start + to > bytes.length)
      refuse(`tensor ${name} lies at ${from} to ${to}, outside of the data`);
    if (count(entry.shape) * 4 !== to - from) refuse(`tensor ${name} has ${to - from} bytes for its shape`);
    taken.push([name, from, to]);
    // A copy: the file's bytes need not lie at a multiple of four.
    const data = new Uint8Array(bytes.subarray(start + from, start + to)).buffer;
    const { shape } = entry;
    tensors.set(name, { shape, data: entry.dtype === "F32" ? new Float32Array(data) : new Int32Array(data) });
  }

  let end = 0;
  taken.sort((a, b) => a[1] - b[1] || a[2] - b[2]);
  for (const [name, from, to] of taken) {
    if (from < end) refuse(`tensor ${name} overlaps another`);
    if (from > end) refuse(`bytes ${end} to ${from} belong to no tensor`);
    end = to;
  }
  if (start + end !== bytes.length)
    refuse(`${bytes.length - start - end} bytes at its end belong to no tensor`);
  return { tensors, metadata };
}

function count(shape: readonly number[]): number {
  return shape.reduce((a, b) => a * b, 1);
}

function parseObject(bytes: Uint8Array): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isTexts(value: unknown): value is Record<string, string> {
  return isObject(value) && Object.values(value).every((text) => typeof text === "string");
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}

function asEntry(value: unknown): Entry | undefined {
  if (!isObject(value)) return undefined;
  const { dtype, shape, data_offsets } = value;
  if ((dtype !== "F32" && dtype !== "I32") || !isSizes(shape) || !isSizes(data_offsets)) return undefined;
  const [from, to, ...others] = data_offsets;
  if (from === undefined || to === undefined || others.length > 0) return undefined;
  return { dtype, shape, data_offsets: [from, to] };
}
