/** The types of attributes that are used (`AttributeProto.AttributeType` of `onnx.proto`). */
export const ATTRIBUTE_TYPES = { float: 1, int: 2, string: 3, floats: 6, ints: 7 } as const;

export type AttributeType = keyof typeof ATTRIBUTE_TYPES;

interface AttributeValues {
  readonly float: number;
  readonly int: number;
  readonly string: string;
  readonly floats: readonly number[];
  readonly ints: readonly number[];
}

/** The version of the operators that graphs are written in. */
export const OPSET = 18;
/** The version of the format that goes with it. */
export const IR_VERSION = 8;

/** The operators that are used, with those of their attributes that are. */
export const OPERATIONS = {
  Abs: {},
  Add: {},
  And: {},
  ArgMax: { axis: "int", keepdims: "int", select_last_index: "int" },
  AveragePool: { kernel_shape: "ints", strides: "ints", pads: "ints", count_include_pad: "int" },
  BatchNormalization: { epsilon: "float", momentum: "float", training_mode: "int" },
  Cast: { to: "int" },
  Concat: { axis: "int" },
  Conv: { kernel_shape: "ints", strides: "ints", pads: "ints", group: "int" },
  ConvTranspose: {
    kernel_shape: "ints",
    strides: "ints",
    pads: "ints",
    output_padding: "ints",
    group: "int",
  },
  Cos: {},
  Div: {},
  Equal: {},
  Erf: {},
  Exp: {},
  Expand: {},
  Floor: {},
  Gather: { axis: "int" },
  Gemm: { alpha: "float", beta: "float", transA: "int", transB: "int" },
  Greater: {},
  GreaterOrEqual: {},
  Identity: {},
  LayerNormalization: { axis: "int", epsilon: "float" },
  Less: {},
  Log: {},
  LogSoftmax: { axis: "int" },
  MatMul: {},
  Max: {},
  MaxPool: { kernel_shape: "ints", strides: "ints", pads: "ints" },
  MaxUnpool: { kernel_shape: "ints", strides: "ints", pads: "ints" },
  Min: {},
  Mul: {},
  Neg: {},
  Not: {},
  Or: {},
  Pad: { mode: "string" },
  Pow: {},
  Reciprocal: {},
  ReduceLogSumExp: { keepdims: "int" },
  ReduceMax: { keepdims: "int" },
  ReduceMean: { keepdims: "int" },
  ReduceMin: { keepdims: "int" },
  ReduceSum: { keepdims: "int" },
  Relu: {},
  Reshape: {},
  Resize: { mode: "string", nearest_mode: "string", coordinate_transformation_mode: "string" },
  ScatterElements: { axis: "int", reduction: "string" },
  ScatterND: { reduction: "string" },
  Shape: { start: "int", end: "int" },
  Sigmoid: {},
  Sign: {},
  Sin: {},
  Slice: {},
  Softmax: { axis: "int" },
  Softplus: {},
  Sqrt: {},
  Sub: {},
  Tanh: {},
  Transpose: { perm: "ints" },
  Where: {},
} as const satisfies Readonly<Record<string, Readonly<Record<string, AttributeType>>>>;

export type OpName = keyof typeof OPERATIONS;

/** What is given for an operator's attributes; those left out have ONNX's defaults. */
export type Attributes<O extends OpName> = {
  readonly [K in keyof (typeof OPERATIONS)[O]]?: (typeof OPERATIONS)[O][K] extends AttributeType
    ? AttributeValues[(typeof OPERATIONS)[O][K]]
    : never;
};
