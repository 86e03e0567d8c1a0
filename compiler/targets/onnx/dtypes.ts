import type { Dtype } from "../../graph/tensor.ts";

/** What a tensor of an ONNX graph holds: what the compiler's tensors hold, and int64, in which ONNX counts. */
export type OnnxDtype = Dtype | "int64";

/** Numbers of element types (`TensorProto.DataType` of `onnx.proto`). */
export const DATA_TYPES: Readonly<Record<OnnxDtype, number>> = {
  float32: 1,
  uint8: 2,
  int32: 6,
  int64: 7,
  bool: 9,
};

/** Numbers of one tensor in row-major order. */
export type Numbers = Float32Array | Int32Array | Uint8Array | BigInt64Array;

/** Numbers as an array of a type; a bool is a byte, 0 or 1. */
export const arrayOf: { readonly [D in OnnxDtype]: (values: ArrayLike<number>) => Numbers } = {
  float32: (values) => Float32Array.from(values),
  uint8: (values) => Uint8Array.from(values),
  int32: (values) => Int32Array.from(values),
  int64: (values) => BigInt64Array.from(Array.from(values, BigInt)),
  bool: (values) => Uint8Array.from(values, (value) => (value === 0 ? 0 : 1)),
};
