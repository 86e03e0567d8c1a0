import type { Dtype } from "../../graph/tensor.ts";

/** TensorFlow's types of elements, of those that the compiler writes: numbers of the `DataType` enumeration. */
export const DATA_TYPES = {
  float: 1,
  double: 2,
  int32: 3,
  uint8: 4,
  string: 7,
  int64: 9,
  bool: 10,
  resource: 20,
  uint64: 23,
} as const;

export type TfDtype = keyof typeof DATA_TYPES;

/** What a graph computes `float32` in: itself, or double precision where gradients are checked against differences. */
export type Precision = "float32" | "float64";

/** What the tensors of a program are in TensorFlow. */
export function tfDtype(dtype: Dtype, precision: Precision): TfDtype {
  if (dtype !== "float32") return dtype;
  return precision === "float64" ? "double" : "float";
}

export function isTfDtype(name: string): name is TfDtype {
  return name in DATA_TYPES;
}
