import type { Variable } from "../../../compiler/graph/graph.ts";
import type { Ops } from "../../../compiler/graph/ops.ts";
import type { AttributesOf, PrimitiveName } from "../../../compiler/graph/primitives/index.ts";
import type { ReduceAttributes } from "../../../compiler/graph/primitives/reduce.ts";
import { BATCH, type Dtype, type Shape, type Tensor } from "../../../compiler/graph/tensor.ts";

/**
 * An operand that is handed in. Numbers are apart from one another, from 0 and from where a function jumps or bends,
 * so that a small step changes no comparison.
 */
export interface Operand {
  readonly shape: Shape;
  readonly dtype: Dtype;
  /** What becomes of numbers spread around 0, at least 3 wide. */
  readonly map?: (x: number) => number;
  /** int32 operands lie in 0 … below - 1, or else in -5 … 5. */
  readonly below?: number;
}

/** A way in which a primitive can be applied. */
export interface Case<A extends object = object> {
  readonly operands: readonly Operand[];
  readonly attributes: A;
  /** The primitive's inputs from the operands, where some follow from others. */
  readonly inputs?: (g: Ops, operands: readonly Tensor[]) => readonly Tensor[];
}

/** At least one for each primitive. */
type Cases = { readonly [N in PrimitiveName]: Several<Case<AttributesOf<N>>> };
type Several<C> = readonly [C, ...C[]];

const B = BATCH;
const twice = { batch: 2 };

const float = (shape: Shape, map?: (x: number) => number): Operand => ({
  shape,
  dtype: "float32",
  ...(map && { map }),
});
const int = (shape: Shape, below?: number): Operand => ({
  shape,
  dtype: "int32",
  ...(below && { below }),
});
const bool = (shape: Shape): Operand => ({ shape, dtype: "bool" });
const byte = (shape: Shape): Operand => ({ shape, dtype: "uint8", below: 256 });

const positive = (x: number) => Math.abs(x) + 0.3;
const withinOne = (x: number) => 0.9 * Math.tanh(x);
/** Away from whole numbers. */
const broken = (x: number) => Math.floor(2 * x) + 0.1 + 0.8 * (2 * x - Math.floor(2 * x));
const always = (value: number) => () => value;

/** Of primitives without attributes. */
type PlainCase = Case<Record<never, never>>;

/** Of one operand. */
function unary(map?: (x: number) => number, integers = false): Several<PlainCase> {
  const also: PlainCase[] = integers ? [{ operands: [int([B, 3])], attributes: {} }] : [];
  return [
    { operands: [float([B, 5], map)], attributes: {} },
    { operands: [float([3, 1, 2], map)], attributes: {} },
    { operands: [float([], map)], attributes: {} },
    ...also,
  ];
}

const BROADCASTS: readonly (readonly [Shape, Shape])[] = [
  [
    [B, 3],
    [B, 3],
  ],
  [[B, 2, 3], [3]],
  [
    [1, 3],
    [B, 1],
  ],
  [
    [2, 1, 3],
    [4, 1],
  ],
  [[], [twice, 2]],
  [[B, 1], []],
];

/** Of two operands, which broadcast in all ways. */
function binary(kinds: readonly Dtype[], mapA?: (x: number) => number, mapB = mapA): Several<PlainCase> {
  const made = kinds.flatMap((dtype) =>
    BROADCASTS.map(([a, b]): PlainCase => {
      const kind = { float32: float, int32: int, bool, uint8: byte }[dtype];
      const operand = (shape: Shape, map?: (x: number) => number) =>
        dtype === "float32" ? float(shape, map) : kind(shape);
      return { operands: [operand(a, mapA), operand(b, mapB)], attributes: {} };
    }),
  );
  return [made[0]!, ...made.slice(1)];
}

const ROWS: Several<PlainCase> = [
  { operands: [float([B, 5])], attributes: {} },
  { operands: [float([2, B, 3])], attributes: {} },
  { operands: [float([4])], attributes: {} },
  { operands: [float([B, 1])], attributes: {} },
];

const NUMBERS: readonly Dtype[] = ["float32", "int32"];

const reductions = (integers: boolean): Several<Case<ReduceAttributes>> => [
  { operands: [float([B, 3, 2])], attributes: { axes: [1], keep: false } },
  { operands: [float([B, 3, 2])], attributes: { axes: [0, 2], keep: true } },
  { operands: [float([B, 3])], attributes: { axes: [0, 1], keep: false } },
  { operands: [float([2, 1, 3])], attributes: { axes: [1, 2], keep: false } },
  { operands: [float([B, 3])], attributes: { axes: [], keep: false } },
  { operands: [float([4])], attributes: { axes: [0], keep: true } },
  ...(integers ? [{ operands: [int([B, 3])], attributes: { axes: [1], keep: false } }] : []),
];

type Slidings = readonly (readonly [
  image: readonly [number, number],
  window: readonly [number, number],
  sliding: { readonly strides: readonly [number, number]; readonly padding: "same" | "valid" },
])[];

/** Odd and even sizes, windows that hang over on one side or both, gaps between windows. */
const SLIDINGS: Slidings = [
  [[5, 4], [3, 3], { strides: [1, 1], padding: "same" }],
  [[5, 4], [2, 3], { strides: [1, 1], padding: "valid" }],
  [[6, 5], [3, 2], { strides: [2, 2], padding: "same" }],
  [[7, 6], [3, 3], { strides: [2, 2], padding: "valid" }],
  [[5, 5], [1, 1], { strides: [1, 1], padding: "valid" }],
  [[4, 6], [2, 2], { strides: [3, 3], padding: "same" }],
  [[3, 3], [5, 4], { strides: [1, 1], padding: "same" }],
];

/** TensorFlow's convolutions of channels by themselves take no strides that differ. */
const UNEQUAL: Slidings = [
  [[5, 6], [3, 2], { strides: [2, 1], padding: "same" }],
  [[5, 6], [2, 3], { strides: [1, 2], padding: "valid" }],
];

const places = (size: number, window: number, stride: number, padding: "same" | "valid") =>
  padding === "same" ? Math.ceil(size / stride) : Math.floor((size - window) / stride) + 1;

function slid([image, window, { strides, padding }]: Slidings[number]): [number, number] {
  return [places(image[0], window[0], strides[0], padding), places(image[1], window[1], strides[1], padding)];
}

const several = <C>(all: readonly C[]): Several<C> => [all[0]!, ...all.slice(1)];

/** A convolution's three primitives; `more` are the channels of the kernel, `out` those that come out. */
function convolution(slidings: Slidings, channels: number, more: number, out: number) {
  return {
    forward: several(
      slidings.map(([image, window, sliding]) => ({
        operands: [float([B, ...image, channels]), float([...window, channels, more])],
        attributes: sliding,
      })),
    ),
    byImages: several(
      slidings.map((all) => ({
        operands: [float([B, ...slid(all), out]), float([...all[1], channels, more])],
        attributes: { ...all[2], inputShape: [B, ...all[0], channels] },
      })),
    ),
    byKernel: several(
      slidings.map((all) => ({
        operands: [float([B, ...slid(all), out]), float([B, ...all[0], channels])],
        attributes: { ...all[2], kernelShape: [...all[1], channels, more] },
      })),
    ),
  };
}

const full = convolution([...SLIDINGS, ...UNEQUAL], 2, 3, 3);
const depthwise = convolution(SLIDINGS, 2, 2, 4);

const pools = [...SLIDINGS, ...UNEQUAL].filter(([image, window]) => window[0] <= image[0]);
const pooled = several(
  pools.map(([image, window, sliding]) => ({
    operands: [float([B, ...image, 2])],
    attributes: { ...sliding, window },
  })),
);

const NORMALISED: readonly Shape[] = [
  [B, 3],
  [B, 2, 3],
  [B, 3, 2, 4],
  [4, 2],
  [1, 2],
];

const TABLE: Variable = {
  name: "table",
  role: "weight",
  shape: [2, 3],
  dtype: "float32",
  initialiser: { kind: "zeros" },
  origin: { path: "table" },
};

/** Cases of every primitive: a new one without any does not compile. */
export const CASES: Cases = {
  constant: [
    { operands: [], attributes: { value: [1.5, -2, 0.25, 3], shape: [2, 2], dtype: "float32" } },
    { operands: [], attributes: { value: [-0.1], shape: [3], dtype: "float32" } },
    { operands: [], attributes: { value: [7, -7], shape: [2], dtype: "int32" } },
    { operands: [], attributes: { value: [1, 0, 1], shape: [3, 1], dtype: "bool" } },
    {
      operands: [],
      attributes: { value: Array.from({ length: 24 }, (_, i) => i / 8 - 1), shape: [4, 6], dtype: "float32" },
    },
  ],
  feed: [
    { operands: [], attributes: { name: "fed", shape: [B, 2], dtype: "float32" } },
    { operands: [], attributes: { name: "flag", shape: [B], dtype: "bool" } },
    { operands: [], attributes: { name: "count", shape: [], dtype: "int32" } },
    { operands: [], attributes: { name: "pairs", shape: [twice, 2], dtype: "float32" } },
  ],
  read: [{ operands: [], attributes: { variable: TABLE } }],
  random_uniform: [
    { operands: [int([]), int([], 9)], attributes: { stream: "noise", shape: [B, 5] } },
    { operands: [int([]), int([], 9)], attributes: { stream: "noise/2", shape: [3] } },
    { operands: [int([]), int([], 9)], attributes: { stream: "ünïcode", shape: [] } },
  ],

  neg: unary(undefined, true),
  exp: unary(),
  log: unary(positive),
  sqrt: unary(positive),
  rsqrt: unary(positive),
  square: unary(undefined, true),
  reciprocal: unary((x) => x + Math.sign(x)),
  abs: unary(undefined, true),
  sign: unary(undefined, true),
  floor: unary(broken),
  tanh: unary(),
  sigmoid: unary(),
  softplus: unary(),
  relu: unary(),
  erf: unary(),
  sin: unary(),
  cos: unary(),
  logical_not: [{ operands: [bool([B, 3])], attributes: {} }],
  stop_gradient: unary(undefined, true),

  add: binary(NUMBERS),
  sub: binary(NUMBERS),
  mul: binary(NUMBERS),
  div: binary(["float32"], undefined, (x) => x + Math.sign(x)),
  maximum: binary(NUMBERS),
  minimum: binary(NUMBERS),
  pow: binary(["float32"], positive, (x) => x),
  greater: binary(NUMBERS),
  greater_equal: binary(NUMBERS),
  less: binary(NUMBERS),
  equal: binary(NUMBERS),
  logical_and: binary(["bool"]),
  logical_or: binary(["bool"]),
  relu_gradient: binary(["float32"]),
  tanh_gradient: binary(["float32"], (x) => x, withinOne),
  sigmoid_gradient: binary(
    ["float32"],
    (x) => x,
    (x) => 1 / (1 + Math.exp(-x)),
  ),
  select: [
    { operands: [bool([B, 3]), float([B, 3]), float([B, 3])], attributes: {} },
    { operands: [bool([B, 1]), float([B, 3]), float([])], attributes: {} },
    { operands: [bool([B, 1, 1]), float([3]), float([1, 2, 1])], attributes: {} },
    { operands: [bool([3]), int([B, 3]), int([])], attributes: {} },
  ],
  cast: [
    { operands: [float([B, 3], broken)], attributes: { dtype: "int32" } },
    { operands: [int([B, 3])], attributes: { dtype: "float32" } },
    { operands: [bool([B])], attributes: { dtype: "float32" } },
    { operands: [bool([B])], attributes: { dtype: "int32" } },
    { operands: [byte([B, 2])], attributes: { dtype: "float32" } },
    { operands: [float([2, 2])], attributes: { dtype: "float32" } },
  ],

  reduce_sum: reductions(true),
  reduce_mean: reductions(false),
  reduce_max: reductions(true),
  reduce_min: reductions(true),
  argmax: [
    { operands: [float([B, 4])], attributes: { axis: 1 } },
    { operands: [float([B, 3, 2])], attributes: { axis: 0 } },
    { operands: [int([B, 3, 2], 2)], attributes: { axis: 1 } },
  ],

  reshape: [
    { operands: [float([B, 6])], attributes: { shape: [B, 2, 3] } },
    { operands: [float([B, 2, 3])], attributes: { shape: [{ batch: 6 }] } },
    { operands: [float([3, B])], attributes: { shape: [B, 1, 3] } },
    { operands: [float([1, 1])], attributes: { shape: [] } },
    { operands: [int([B, 4])], attributes: { shape: [twice, 2] } },
  ],
  transpose: [
    { operands: [float([B, 2, 3])], attributes: { permutation: [2, 0, 1] } },
    { operands: [float([2, 3])], attributes: { permutation: [1, 0] } },
    { operands: [float([B, 2, 1, 3])], attributes: { permutation: [0, 3, 1, 2] } },
    { operands: [bool([B, 2])], attributes: { permutation: [1, 0] } },
  ],
  broadcast_to: [
    { operands: [float([])], attributes: { shape: [B, 2] } },
    { operands: [float([B, 1, 3])], attributes: { shape: [B, 2, 3] } },
    { operands: [float([1, 3])], attributes: { shape: [B, 3] } },
    { operands: [float([2, 1])], attributes: { shape: [twice, 2, 3] } },
    { operands: [int([1])], attributes: { shape: [B, 1, 2] } },
  ],
  concat: [
    { operands: [float([B, 2]), float([B, 3]), float([B, 1])], attributes: { axis: 1 } },
    { operands: [float([B, 2]), float([twice, 2])], attributes: { axis: 0 } },
    { operands: [float([2, B, 2]), float([2, twice, 2])], attributes: { axis: 1 } },
    { operands: [float([1, 2]), float([3, 2])], attributes: { axis: 0 } },
    { operands: [int([B]), int([B])], attributes: { axis: 0 } },
    { operands: [float([B, 2])], attributes: { axis: 1 } },
    {
      operands: [float([B, 2])],
      attributes: { axis: 1 },
      inputs: (g, [a]) => [a!, g.neg(a!), a!],
    },
  ],
  slice: [
    { operands: [float([B, 5])], attributes: { begin: [0, 1], size: [B, 3] } },
    { operands: [float([4, B, 3])], attributes: { begin: [2, 0, 0], size: [2, B, 1] } },
    { operands: [int([5])], attributes: { begin: [4], size: [1] } },
  ],
  pad: [
    { operands: [float([B, 2])], attributes: { before: [0, 1], after: [0, 2], value: 0 } },
    { operands: [float([2, B, 3])], attributes: { before: [1, 0, 0], after: [0, 0, 2], value: -1.5 } },
    { operands: [int([2])], attributes: { before: [1], after: [1], value: 7 } },
  ],
  reverse: [
    { operands: [float([B, 3])], attributes: { axes: [1] } },
    { operands: [float([2, B, 3])], attributes: { axes: [2, 0] } },
    { operands: [bool([3])], attributes: { axes: [0] } },
  ],

  matmul: several(
    [
      [[B, 3], [3, 2], false, false],
      [[3, B], [3, 2], true, false],
      [[B, 3], [2, 3], false, true],
      [[3, B], [2, 3], true, true],
      [[B, 3, 2], [B, 2, 4], false, false],
      [[B, 2, 3], [B, 2, 4], true, false],
      [[B, 2, 3], [B, 4, 3], false, true],
      [[B, 2, 3, 2], [B, 2, 4, 3], true, true],
      [[3, B], [B, 2], false, false],
    ].map(([a, b, transposeA, transposeB]) => ({
      operands: [float(a as Shape), float(b as Shape)],
      attributes: { transposeA: transposeA as boolean, transposeB: transposeB as boolean },
    })),
  ),

  conv2d: full.forward,
  conv2d_input_gradient: full.byImages,
  conv2d_filter_gradient: full.byKernel,
  depthwise_conv2d: depthwise.forward,
  depthwise_conv2d_input_gradient: depthwise.byImages,
  depthwise_conv2d_filter_gradient: depthwise.byKernel,

  max_pool2d: pooled,
  max_pool2d_gradient: several(
    pools.flatMap((all) => {
      const [image, window, sliding] = all;
      // Whole numbers, so that windows hold equal ones too.
      return [undefined, (x: number) => Math.round(x)].map((map) => ({
        operands: [float([B, ...slid(all), 2]), float([B, ...image, 2], map)],
        attributes: { ...sliding, window },
        inputs: (g: Ops, [dy, x]: readonly Tensor[]) => [
          dy!,
          x!,
          g.maxPool2d(x!, { size: window, stride: sliding.strides, padding: sliding.padding }),
        ],
      }));
    }),
  ),
  avg_pool2d: pooled,
  avg_pool2d_gradient: several(
    pools.map((all) => ({
      operands: [float([B, ...slid(all), 2])],
      attributes: { ...all[2], window: all[1], inputShape: [B, ...all[0], 2] },
    })),
  ),

  batch_norm: several(
    NORMALISED.map((shape) => ({
      operands: [float(shape), float(shape.slice(-1)), float(shape.slice(-1))],
      attributes: { epsilon: 1e-3 },
    })),
  ),
  batch_norm_gradient: several(
    NORMALISED.map((shape) => ({
      operands: [float(shape), float(shape), float(shape.slice(-1)), float(shape.slice(-1))],
      attributes: { epsilon: 1e-3 },
      inputs: (g: Ops, [dy, x, scale, offset]: readonly Tensor[]) => {
        const [, mean, variance] = g.batchNorm(x!, scale!, offset!, 1e-3);
        return [dy!, x!, scale!, mean, variance];
      },
    })),
  ),

  gather: [
    { operands: [float([5, 2]), int([B], 5)], attributes: {} },
    { operands: [float([4]), int([B, 3], 4)], attributes: {} },
    { operands: [float([3, 2, 2]), int([], 3)], attributes: {} },
    { operands: [int([3, 2]), int([B, 2], 3)], attributes: {} },
  ],
  segment_sum: [
    { operands: [float([B, 2]), int([B], 5)], attributes: { count: 5 } },
    { operands: [float([B, 3, 2]), int([B, 3], 2)], attributes: { count: 3 } },
    { operands: [float([4]), int([4], 2)], attributes: { count: 2 } },
  ],
  one_hot: [
    { operands: [int([B], 4)], attributes: { depth: 4 } },
    { operands: [int([B, 2], 6)], attributes: { depth: 3 } },
    { operands: [int([])], attributes: { depth: 2 } },
  ],

  softmax: ROWS,
  log_softmax: ROWS,
  softmax_cross_entropy: [
    { operands: [float([B, 4]), int([B], 4)], attributes: {} },
    { operands: [float([3, 2]), int([3], 2)], attributes: {} },
  ],

  adam_update: [
    {
      operands: [
        float([3, 2]),
        float([3, 2]),
        float([3, 2], positive),
        float([3, 2]),
        float([], always(0.01)),
        float([], always(0.1)),
        float([], always(3)),
      ],
      attributes: { beta1: 0.9, beta2: 0.999, epsilon: 1e-7 },
    },
  ],
  momentum_update: [
    {
      operands: [float([3, 2]), float([3, 2]), float([3, 2]), float([], always(0.1))],
      attributes: { momentum: 0.9, nesterov: false },
    },
    {
      operands: [float([4]), float([4]), float([4]), float([], always(0.1))],
      attributes: { momentum: 0.9, nesterov: true },
    },
  ],
};
