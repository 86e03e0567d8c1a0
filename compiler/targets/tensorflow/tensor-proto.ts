import { DATA_TYPES, type TfDtype } from "./dtypes.ts";
import type { TensorValue } from "./node.ts";
import type { ShapeProto, TensorProto } from "./proto.ts";

/** Constants of at least as many elements are written as bytes. */
const AS_BYTES = 16;

type Listed = "float" | "double" | "int32" | "uint8" | "bool";

/** Where a short constant's elements stand, by type. */
const LISTS: { readonly [D in Listed]: (values: readonly number[]) => Partial<TensorProto> } = {
  float: (floatVal) => ({ floatVal }),
  double: (doubleVal) => ({ doubleVal }),
  int32: (intVal) => ({ intVal }),
  uint8: (intVal) => ({ intVal }),
  bool: (values) => ({ boolVal: values.map((value) => value !== 0) }),
};

interface Layout {
  readonly bytes: number;
  readonly set: (view: DataView, at: number, value: number) => void;
}

/** How an element lies in memory; TensorFlow's bytes are little-endian. */
const LAYOUTS: { readonly [D in Listed]: Layout } = {
  float: { bytes: 4, set: (view, at, value) => view.setFloat32(at, value, true) },
  double: { bytes: 8, set: (view, at, value) => view.setFloat64(at, value, true) },
  int32: { bytes: 4, set: (view, at, value) => view.setInt32(at, value, true) },
  uint8: { bytes: 1, set: (view, at, value) => view.setUint8(at, value) },
  bool: { bytes: 1, set: (view, at, value) => view.setUint8(at, value === 0 ? 0 : 1) },
};

/** A constant as a message. A single value for a larger shape is written once, and TensorFlow repeats it. */
export function tensorProto({ dtype, shape, values }: TensorValue): TensorProto {
  if (!isListed(dtype)) throw new Error(`There are no constants of type ${dtype}.`);
  const head = { dtype: DATA_TYPES[dtype], tensorShape: shapeProto(shape) };
  if (values.length < AS_BYTES) return { ...head, ...LISTS[dtype](values) };
  const { bytes, set } = LAYOUTS[dtype];
  const content = new Uint8Array(values.length * bytes);
  const view = new DataView(content.buffer);
  for (const [i, value] of values.entries()) set(view, i * bytes, value);
  return { ...head, tensorContent: content };
}

export function shapeProto(shape: readonly number[]): ShapeProto {
  return { dim: shape.map((size) => ({ size })) };
}

function isListed(dtype: TfDtype): dtype is Listed {
  return dtype in LISTS;
}
