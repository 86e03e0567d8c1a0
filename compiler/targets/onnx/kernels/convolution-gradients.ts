import type { convolution2d as primitives } from "../../../graph/primitives/convolution.ts";
import { product, type Shape } from "../../../graph/tensor.ts";
import { type Sliding, slide } from "../../../graph/windows.ts";
import type { Emit } from "../emit.ts";
import type { Kernels } from "../kernel.ts";
import type { Value } from "../node.ts";
import { arranged, CHANNELS_FIRST, lying } from "../order.ts";
import { sliding } from "./convolution.ts";

/** Attributes of the operator that spreads what a sliding window gathered from images of a shape. */
export function spreading(shape: Shape, window: readonly number[], attributes: Sliding) {
  const slid = sliding(shape, window, attributes);
  const output_padding = [0, 1].map((axis) => {
    const size = shape[axis + 1] as number;
    const stride = attributes.strides[axis]!;
    const { places } = slide(size, window[axis]!, stride, attributes.padding);
    const covered = (places - 1) * stride + window[axis]! - slid.pads[axis]! - slid.pads[axis + 2]!;
    return size - covered;
  });
  return { ...slid, output_padding };
}

/** A window sliding over images. */
interface Slid {
  readonly images: Value;
  readonly shape: Shape;
  readonly kernel: readonly number[];
  readonly attributes: Sliding;
  /** Of the window, along height and width. */
  readonly places: readonly [number, number];
}

function slid(
  images: Value,
  operands: readonly { readonly shape: Shape }[],
  kernel: readonly number[],
  attributes: Sliding,
): Slid {
  const [gradient, { shape }] = operands as readonly [(typeof operands)[0], (typeof operands)[0]];
  const [, height, width] = gradient.shape as readonly [unknown, number, number, number];
  return { images, shape, kernel, attributes, places: [height, width] };
}

/** As many channels, or fewer, are too few for products of matrices to be fast. */
const NARROW = 5;

/**
 * What the parts of a window see of images at all of its places: `[N, C, places]` for each part in row-major order, or,
 * where `rows` is asked for, `[N, width · C, places]` for each row of the window.
 */
function views(
  emit: Emit,
  { images, shape, kernel, attributes, places }: Slid,
  by: "part" | "row",
): readonly Value[] {
  const [height, width] = kernel as readonly [number, number];
  const channels = shape[3] as number;
  const { pads } = sliding(shape, kernel, attributes);
  const [top, left, bottom, right] = pads as [number, number, number, number];
  const first = arranged(emit, images, shape, CHANNELS_FIRST);
  const around = emit.ints([0, 0, top, left, 0, 0, bottom, right]);
  const padded = pads.some((count) => count > 0) ? emit.op("Pad", [first, around]) : first;

  const along = (value: Value, axis: 0 | 1, from: number): Value => {
    const stride = attributes.strides[axis];
    const end = from + (places[axis] - 1) * stride + 1;
    const size = (shape[axis + 1] as number) + pads[axis]! + pads[axis + 2]!;
    if (from === 0 && end === size && stride === 1) return value;
    return emit.op("Slice", [value, ...[from, end, axis + 2, stride].map((value) => emit.ints([value]))]);
  };
  const flat = (value: Value, wide: number) => emit.reshape(value, [shape[0]!, wide, places[0] * places[1]]);
  if (by === "part") {
    return range(height).flatMap((i) => {
      const row = along(padded, 0, i);
      return range(width).map((j) => flat(along(row, 1, j), channels));
    });
  }
  const parts = range(width).map((j) => along(padded, 1, j));
  const columns = parts.length === 1 ? parts[0]! : emit.op("Concat", parts, { axis: 1 });
  return range(height).map((i) => flat(along(columns, 0, i), width * channels));
}

const range = (count: number) => Array.from({ length: count }, (_, i) => i);

/** Gradients of results `[N, P, Q, C]` as `[N, …channels, P · Q]`. */
function flatGradient(emit: Emit, gradient: Value, shape: Shape, channels: readonly number[]): Value {
  const first = arranged(emit, gradient, shape, CHANNELS_FIRST);
  return emit.reshape(first, [shape[0]!, ...channels, product(shape.slice(1, 3))]);
}

/** Gradients of convolutions by the images, which spread, and by the kernels, which are products over all places. */
export const convolutionGradients: Kernels<Extract<keyof typeof primitives, `${string}_gradient`>> = {
  conv2d_input_gradient: {
    ordered(emit, [gradient, kernel], { inputs, attributes: { inputShape, ...attributes } }) {
      const images = arranged(emit, gradient!, inputs[0]!.shape, CHANNELS_FIRST);
      const window = inputs[1]!.shape as readonly number[];
      const windows = emit.transpose(arranged(emit, kernel!, window), [3, 2, 0, 1]);
      const spread = emit.op("ConvTranspose", [images, windows], spreading(inputShape, window, attributes));
      return [lying(spread, CHANNELS_FIRST)];
    },
  },

  /** For each place in the window a product of what it sees with the gradients, summed over the images. */
  conv2d_filter_gradient: {
    ordered(emit, [gradient, x], { inputs, attributes: { kernelShape, ...attributes } }) {
      const { shape } = inputs[0]!;
      const channels = shape[3] as number;
      const flat = flatGradient(emit, gradient!, shape, [channels]);
      const turned = emit.transpose(flat, [0, 2, 1]);
      const window = slid(x!, inputs, kernelShape, attributes);
      const products = views(emit, window, kernelShape[2]! <= NARROW ? "row" : "part").map((seen) =>
        emit.op("MatMul", [seen, turned]),
      );
      const all = products.length === 1 ? products[0] : emit.op("Concat", products, { axis: 1 });
      const summed = emit.op("ReduceSum", [all, emit.ints([0])], { keepdims: 0 });
      return [emit.reshape(summed, kernelShape)];
    },
  },

  depthwise_conv2d_input_gradient: {
    ordered(emit, [gradient, kernel], { inputs, attributes: { inputShape, ...attributes } }) {
      const images = arranged(emit, gradient!, inputs[0]!.shape, CHANNELS_FIRST);
      const window = inputs[1]!.shape as readonly [number, number, number, number];
      const [height, width, channels, multiplier] = window;
      const apart = emit.transpose(arranged(emit, kernel!, window), [2, 3, 0, 1]);
      const windows = emit.reshape(apart, [channels * multiplier, 1, height, width]);
      const group = { ...spreading(inputShape, window, attributes), group: channels };
      return [lying(emit.op("ConvTranspose", [images, windows], group), CHANNELS_FIRST)];
    },
  },

  depthwise_conv2d_filter_gradient: {
    ordered(emit, [gradient, x], { inputs, attributes: { kernelShape, ...attributes } }) {
      const { shape } = inputs[0]!;
      const [, , channels, multiplier] = kernelShape as readonly [number, number, number, number];
      const flat = flatGradient(emit, gradient!, shape, [channels, multiplier]);
      const window = slid(x!, inputs, kernelShape, attributes);
      const apart = views(emit, window, "part").map((seen) =>
        emit.reshape(seen, [shape[0]!, channels, 1, product(shape.slice(1, 3))]),
      );
      const all = apart.length === 1 ? apart[0] : emit.op("Concat", apart, { axis: 2 });
      const products = emit.op("MatMul", [all, emit.transpose(flat, [0, 1, 3, 2])]);
      const summed = emit.op("ReduceSum", [products, emit.ints([0])], { keepdims: 0 });
      return [emit.reshape(emit.transpose(summed, [1, 0, 2]), kernelShape)];
    },
  },
};
