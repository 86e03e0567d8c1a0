import type { Builder } from "../builder.ts";
import type { Variable } from "../graph.ts";
import type { AttributesOf, PrimitiveName } from "../primitives/index.ts";
import type { ReduceAttributes } from "../primitives/reduce.ts";
import { type Dtype, isBatch, type Shape, sameShape, type Tensor } from "../tensor.ts";
import type { Padding } from "../windows.ts";

/** How a window slides; one number stands for both height and width, and 1 if left out. */
export interface Stride {
  readonly stride?: number | readonly [number, number];
  readonly padding: Padding;
}

export interface Window extends Stride {
  readonly size: number | readonly [number, number];
}

/** Primitives without attributes. */
type Plain = { [N in PrimitiveName]: keyof AttributesOf<N> extends never ? N : never }[PrimitiveName];
type Reduction = {
  [N in PrimitiveName]: AttributesOf<N> extends ReduceAttributes ? N : never;
}[PrimitiveName];

const both = (value: number | readonly [number, number]): readonly [number, number] =>
  typeof value === "number" ? [value, value] : value;
const sliding = ({ stride = 1, padding }: Stride) => ({ strides: both(stride), padding });

/** Axes counted from the front, ascending and each once; negative ones count from the back. */
function axesOf(x: Tensor, axes: readonly number[]): number[] {
  const rank = x.shape.length;
  return [...new Set(axes.map((axis) => (axis < 0 ? axis + rank : axis)))].sort((a, b) => a - b);
}

/**
 * One function for every primitive. Axes may be negative, counted from the back; what would change nothing, such as a
 * reshape to the same shape, gives its operand back.
 */
export function primitiveOps(builder: Builder) {
  const apply = builder.apply;
  function first<N extends PrimitiveName>(
    name: N,
    inputs: readonly Tensor[],
    attributes: AttributesOf<N>,
  ): Tensor {
    return apply(name, inputs, attributes)[0]!;
  }
  const unary = (name: Plain) => (a: Tensor) => apply(name, [a], {})[0]!;
  const binary = (name: Plain) => (a: Tensor, b: Tensor) => apply(name, [a, b], {})[0]!;
  const reduction =
    (name: Reduction) =>
    /** Over `axes`; with `keep` they stay, 1 long. */
    (x: Tensor, axes: readonly number[], keep = false) =>
      first(name, [x], { axes: axesOf(x, axes), keep });

  return {
    apply,
    within: builder.within,

    /** Numbers in row-major order; a single one fills the shape. Without a shape, a number is a scalar and a list a vector. */
    constant(value: number | readonly number[], shape?: readonly number[], dtype: Dtype = "float32"): Tensor {
      const values = typeof value === "number" ? [value] : value;
      return first("constant", [], {
        value: values,
        shape: shape ?? (typeof value === "number" ? [] : [values.length]),
        dtype,
      });
    },
    /** A single number without axes. */
    scalar: (value: number, dtype: Dtype = "float32") =>
      first("constant", [], { value: [value], shape: [], dtype }),
    feed: (feed: { readonly name: string; readonly shape: Shape; readonly dtype: Dtype }) =>
      first("feed", [], { name: feed.name, shape: feed.shape, dtype: feed.dtype }),
    /** The value before the step. */
    read: (variable: Variable) => first("read", [], { variable }),
    /** Numbers in [0, 1) that follow from the seed, the step (int32 scalars) and the name of the stream alone. */
    randomUniform: (
      seed: Tensor,
      step: Tensor,
      draw: { readonly stream: string; readonly shape: Shape },
    ): Tensor => first("random_uniform", [seed, step], { stream: draw.stream, shape: draw.shape }),

    neg: unary("neg"),
    exp: unary("exp"),
    log: unary("log"),
    sqrt: unary("sqrt"),
    rsqrt: unary("rsqrt"),
    square: unary("square"),
    reciprocal: unary("reciprocal"),
    abs: unary("abs"),
    sign: unary("sign"),
    floor: unary("floor"),
    tanh: unary("tanh"),
    sigmoid: unary("sigmoid"),
    softplus: unary("softplus"),
    relu: unary("relu"),
    erf: unary("erf"),
    sin: unary("sin"),
    cos: unary("cos"),
    logicalNot: unary("logical_not"),
    stopGradient: unary("stop_gradient"),

    add: binary("add"),
    sub: binary("sub"),
    mul: binary("mul"),
    div: binary("div"),
    maximum: binary("maximum"),
    minimum: binary("minimum"),
    pow: binary("pow"),
    greater: binary("greater"),
    greaterEqual: binary("greater_equal"),
    less: binary("less"),
    equal: binary("equal"),
    logicalAnd: binary("logical_and"),
    logicalOr: binary("logical_or"),
    reluGradient: binary("relu_gradient"),
    tanhGradient: binary("tanh_gradient"),
    sigmoidGradient: binary("sigmoid_gradient"),
    /** `b` where `condition` holds, else `c`. */
    select: (condition: Tensor, b: Tensor, c: Tensor) => first("select", [condition, b, c], {}),
    cast: (x: Tensor, dtype: Dtype) => (x.dtype === dtype ? x : first("cast", [x], { dtype })),

    reduceSum: reduction("reduce_sum"),
    reduceMean: reduction("reduce_mean"),
    reduceMax: reduction("reduce_max"),
    reduceMin: reduction("reduce_min"),
    /** int32: the first place of the largest number; the axis disappears. */
    argmax: (x: Tensor, axis: number) => first("argmax", [x], { axis: axesOf(x, [axis])[0]! }),

    reshape: (x: Tensor, shape: Shape) => (sameShape(x.shape, shape) ? x : first("reshape", [x], { shape })),
    transpose: (x: Tensor, permutation: readonly number[]) =>
      permutation.every((axis, i) => axis === i) ? x : first("transpose", [x], { permutation }),
    broadcastTo: (x: Tensor, shape: Shape) =>
      sameShape(x.shape, shape) ? x : first("broadcast_to", [x], { shape }),
    concat: (xs: readonly Tensor[], axis: number) =>
      xs.length === 1 ? xs[0]! : first("concat", xs, { axis: axesOf(xs[0]!, [axis])[0]! }),
    /** `size` elements of each axis from `begin` on; of the batch, all. */
    slice: (x: Tensor, begin: readonly number[], size: Shape) =>
      sameShape(x.shape, size) ? x : first("slice", [x], { begin, size }),
    /** `before` and `after` many of `value` around every axis; 0 for the batch. */
    pad: (x: Tensor, before: readonly number[], after: readonly number[], value = 0) =>
      [...before, ...after].every((count) => count === 0) ? x : first("pad", [x], { before, after, value }),
    reverse: (x: Tensor, axes: readonly number[]) => first("reverse", [x], { axes: axesOf(x, axes) }),

    /** Products of the matrices in the last two axes; leading axes must be equal. */
    matmul: (a: Tensor, b: Tensor, { transposeA = false, transposeB = false } = {}) =>
      first("matmul", [a, b], { transposeA, transposeB }),
    /** Images `[N, H, W, C]` under a kernel `[H, W, in, out]`. */
    conv2d: (x: Tensor, kernel: Tensor, stride: Stride) => first("conv2d", [x, kernel], sliding(stride)),
    /** Images `[N, H, W, C]` under a kernel `[H, W, C, multiplier]`. */
    depthwiseConv2d: (x: Tensor, kernel: Tensor, stride: Stride) =>
      first("depthwise_conv2d", [x, kernel], sliding(stride)),
    /** The largest number of every window; the stride is the window's size if left out. */
    maxPool2d: (x: Tensor, { size, stride = size, padding }: Window) =>
      first("max_pool2d", [x], { window: both(size), ...sliding({ stride, padding }) }),
    /** The mean of every window; the stride is the window's size if left out. */
    avgPool2d: (x: Tensor, { size, stride = size, padding }: Window) =>
      first("avg_pool2d", [x], { window: both(size), ...sliding({ stride, padding }) }),

    /** By the batch's own statistics: the result, then mean and biased variance of each channel (the last axis). */
    batchNorm(
      x: Tensor,
      scale: Tensor,
      offset: Tensor,
      epsilon: number,
    ): [y: Tensor, mean: Tensor, variance: Tensor] {
      const [y, mean, variance] = apply("batch_norm", [x, scale, offset], { epsilon });
      return [y!, mean!, variance!];
    },

    /** Rows of a table `[N, …]` at int32 places of any shape. */
    gather: (table: Tensor, ids: Tensor) => first("gather", [table, ids], {}),
    /** Sums of rows by their int32 segment, `[count, …]`. */
    segmentSum: (data: Tensor, ids: Tensor, count: number) => first("segment_sum", [data, ids], { count }),
    /** A row of `depth` zeros with a 1 at each int32 place. */
    oneHot: (ids: Tensor, depth: number) => first("one_hot", [ids], { depth }),

    /** Over the last axis. */
    softmax: unary("softmax"),
    /** Over the last axis. */
    logSoftmax: unary("log_softmax"),
    /** The loss `[N]` of logits `[N, K]` against int32 labels `[N]`, and its gradient by the logits. */
    softmaxCrossEntropy(logits: Tensor, labels: Tensor): [loss: Tensor, gradient: Tensor] {
      const [loss, gradient] = apply("softmax_cross_entropy", [logits, labels], {});
      return [loss!, gradient!];
    },

    /** How many elements a shape has, as a float32 scalar; counted in the graph where it grows with the batch. */
    count(shape: Shape): Tensor {
      const fixed = shape.reduce<number>((n, dim) => n * (isBatch(dim) ? 1 : dim), 1);
      let all = first("constant", [], { value: [fixed], shape: [], dtype: "float32" });
      for (const dim of shape.filter(isBatch)) {
        const one = first("constant", [], { value: [1], shape: [], dtype: "float32" });
        const ones = first("broadcast_to", [one], { shape: [dim] });
        const rows = first("reduce_sum", [ones], { axes: [0], keep: false });
        all = first("mul", [all, rows], {});
      }
      return all;
    },
    /** A tensor that holds one number everywhere. */
    fill(value: number, shape: Shape, dtype: Dtype = "float32"): Tensor {
      if (!shape.some(isBatch))
        return first("constant", [], { value: [value], shape: shape as readonly number[], dtype });
      return first("broadcast_to", [first("constant", [], { value: [value], shape: [], dtype })], { shape });
    },
  };
}

export type PrimitiveOps = ReturnType<typeof primitiveOps>;
