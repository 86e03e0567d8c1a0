/**
 * The safetensors format: 8 bytes with the length of the header (little-endian), the header as JSON, and then the bytes
 * of all tensors. Source: https://github.com/huggingface/safetensors, section Format.
 */
export interface Stored {
  readonly shape: readonly number[];
  readonly data: Float32Array | Int32Array;
}

export interface TensorFile {
  readonly tensors: ReadonlyMap<string, Stored>;
  /** Text by name, kept beside the tensors. */
  readonly metadata: Readonly<Record<string, string>>;
}

const LENGTH_BYTES = 8;
const METADATA = "__metadata__";
const ARRAYS = { F32: Float32Array, I32: Int32Array } as const;

interface Entry {
  readonly dtype: keyof typeof ARRAYS;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [from: number, to: number];
}

export function encodeSafetensors({ tensors, metadata }: TensorFile): Uint8Array {
  const header: [string, Entry | TensorFile["metadata"]][] = [[METADATA, metadata]];
  let end = 0;
  for (const [name, { shape, data }] of tensors) {
    const from = end;
    end += data.byteLength;
    header.push([
      name,
      { dtype: data instanceof Float32Array ? "F32" : "I32", shape, data_offsets: [from, end] },
    ]);
  }
  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries(header)));
  const start = Math.ceil((LENGTH_BYTES + json.length) / LENGTH_BYTES) * LENGTH_BYTES;
  const bytes = new Uint8Array(start + end).fill(0x20, LENGTH_BYTES, start);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(start - LENGTH_BYTES), true);
  bytes.set(json, LENGTH_BYTES);
  let at = start;
  for (const { data } of tensors.values()) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return bytes;
}

/** Reads a file's bytes, trusting none of them. */
export function decodeSafetensors(bytes: Uint8Array): TensorFile {
  const header = headerOf(bytes);
  if (header === undefined) throw unsound("it has no header");
  const { json, start } = header;
  const { [METADATA]: metadata = {}, ...entries } = json;
  const tensors = new Map(
    Object.entries(entries).map(([name, entry]) => {
      if (!isEntry(entry)) throw unsound(`${name} has no dtype F32 or I32, shape and data_offsets`);
      const [from, to] = entry.data_offsets;
      const count = entry.shape.reduce((a, b) => a * b, 1);
      if (from < 0 || to - from !== 4 * count || start + to > bytes.length)
        throw unsound(`${name} is cut off`);
      // A copy: bytes may be a part of other memory, as those of Node's files are.
      const own = new Uint8Array(bytes.subarray(start + from, start + to)).buffer;
      const data = new ARRAYS[entry.dtype](own);
      return [name, { shape: entry.shape, data }] as const;
    }),
  );
  return { tensors, metadata: metadata as TensorFile["metadata"] };
}

function headerOf(bytes: Uint8Array): { json: Record<string, unknown>; start: number } | undefined {
  if (bytes.length < LENGTH_BYTES) return undefined;
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  const start = LENGTH_BYTES + Number(length);
  if (start > bytes.length) return undefined;
  try {
    const json: unknown = JSON.parse(new TextDecoder().decode(bytes.subarray(LENGTH_BYTES, start)));
    if (typeof json === "object" && json !== null) return { json: json as Record<string, unknown>, start };
  } catch {
    // Told as unsound, like any other.
  }
  return undefined;
}

function isEntry(value: unknown): value is Entry {
  const { dtype, shape, data_offsets: offsets } = value as Partial<Entry>;
  const areNumbers = [shape, offsets].every(
    (list) => Array.isArray(list) && list.every(Number.isSafeInteger),
  );
  return dtype !== undefined && dtype in ARRAYS && areNumbers && offsets?.length === 2;
}

const unsound = (what: string) => new Error(`this is no sound safetensors file: ${what}`);
