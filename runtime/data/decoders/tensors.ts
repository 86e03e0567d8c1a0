import { cellError, type NumberCell } from "../encoders/define.ts";
import { countOf, NUMBER_TYPES, type NumberTypeName, readNumbers, viewOf } from "./array.ts";

const HELP = "Write it again with the safetensors library.";

const TYPES: Readonly<Record<string, NumberTypeName>> = {
  F64: "float64",
  F32: "float32",
  F16: "float16",
  BF16: "bfloat16",
  I64: "int64",
  I32: "int32",
  I16: "int16",
  I8: "int8",
  U8: "uint8",
  BOOL: "uint8",
};

/**
 * One tensor of a safetensors file, of any type of number; the only one where no name is given.
 *
 * @throws CellError
 */
export function decodeTensor(bytes: Uint8Array, name?: string): NumberCell {
  const refuse = (what: string, help = HELP) => cellError(what, help);
  const length = bytes.length < 8 ? 0n : viewOf(bytes).getBigUint64(0, true);
  if (length === 0n || length > BigInt(bytes.length - 8)) throw refuse("it is no safetensors file");
  const start = 8 + Number(length);
  let header: unknown;
  try {
    header = JSON.parse(Buffer.from(bytes.subarray(8, start)).toString());
  } catch (error) {
    throw cellError("it is no safetensors file", HELP, error);
  }
  const entries = new Map(Object.entries((header ?? {}) as Readonly<Record<string, unknown>>));
  entries.delete("__metadata__");
  const names = [...entries.keys()];
  const chosen = name ?? (names.length === 1 ? names[0] : undefined);
  const entry = chosen === undefined ? undefined : entries.get(chosen);
  if (entry === undefined) {
    const listed = names.slice(0, 8).join(", ");
    const what = name === undefined ? `it has ${names.length} tensors` : `it has no tensor ${name}`;
    throw refuse(what, `Name one of them with \`tensor: "…"\`: ${listed}.`);
  }
  const { dtype, shape, data_offsets } = entry as Readonly<Record<string, unknown>>;
  const type = TYPES[String(dtype)];
  if (type === undefined || !Array.isArray(shape) || !Array.isArray(data_offsets)) {
    throw refuse(`its tensor ${chosen} is ${String(dtype)}, which is not read`);
  }
  const sizes = shape.map(Number);
  return {
    shape: sizes,
    data: readNumbers(bytes, start + Number(data_offsets[0]), countOf(sizes), NUMBER_TYPES[type]),
  };
}
