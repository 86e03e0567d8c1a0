import type { convolution2d as primitives } from "../../../compiler/graph/primitives/convolution.ts";
import { type Slide, type Sliding, slide } from "../../../compiler/graph/windows.ts";
import { hasKernel, type Kernels, runKernel } from "../kernel.ts";
import type { EagerTensor, Tfjs } from "../tfjs.ts";

const attributes = ({ strides, padding }: Sliding) => ({
  strides: [...strides],
  pad: padding,
  dataFormat: "NHWC",
  dilations: [1, 1],
  dimRoundingMode: undefined,
});

type Sizes = readonly number[];

export const convolution2d: Kernels<keyof typeof primitives> = {
  conv2d: (tf, [x, kernel], sliding) => [
    leavesGaps(tf, kernel!, sliding)
      ? byPatches(tf, x!, kernel!, sliding)
      : tf.conv2d(x!, kernel!, [...sliding.strides], sliding.padding),
  ],
  conv2d_input_gradient: (tf, [dy, kernel], { inputShape, ...sliding }, { sizes }) => [
    inputGradient(tf, dy!, kernel!, sizes(inputShape), sliding),
  ],
  conv2d_filter_gradient: (tf, [dy, x], { kernelShape, ...sliding }) => [
    hasKernel(tf, "Conv2DBackpropFilter")
      ? runKernel(
          tf,
          "Conv2DBackpropFilter",
          { x, dy },
          { ...attributes(sliding), filterShape: [...kernelShape] },
        )
      : filterGradientByPatches(tf, dy!, x!, kernelShape, sliding),
  ],

  depthwise_conv2d: (tf, [x, kernel], sliding) => [
    leavesGaps(tf, kernel!, sliding)
      ? byPatches(tf, x!, spread(tf, kernel!), sliding)
      : tf.depthwiseConv2d(x!, kernel!, [...sliding.strides], sliding.padding),
  ],
  depthwise_conv2d_input_gradient(tf, [dy, kernel], { inputShape, ...sliding }, { sizes }) {
    const name = "DepthwiseConv2dNativeBackpropInput";
    const full = sizes(inputShape);
    if (hasKernel(tf, name))
      return [runKernel(tf, name, { dy, filter: kernel }, { ...attributes(sliding), inputShape: full })];
    return [inputGradient(tf, dy!, spread(tf, kernel!), full, sliding)];
  },
  depthwise_conv2d_filter_gradient(tf, [dy, x], { kernelShape, ...sliding }) {
    const name = "DepthwiseConv2dNativeBackpropFilter";
    if (hasKernel(tf, name))
      return [runKernel(tf, name, { x, dy }, { ...attributes(sliding), filterShape: [...kernelShape] })];
    const [height, width, channels, multiplier] = kernelShape as [number, number, number, number];
    const dense = [height, width, channels, channels * multiplier];
    const all = tf.reshape(filterGradientByPatches(tf, dy!, x!, dense, sliding), [
      height * width,
      channels,
      channels,
      multiplier,
    ]);
    return [tf.reshape(tf.sum(tf.mul(all, own(tf, channels)), [2], false), [...kernelShape])];
  },
};

function inputGradient(
  tf: Tfjs,
  dy: EagerTensor,
  filter: EagerTensor,
  inputShape: Sizes,
  sliding: Sliding,
): EagerTensor {
  return runKernel(tf, "Conv2DBackpropInput", { dy, filter }, { ...attributes(sliding), inputShape });
}

/** 1 where the channel that goes in is the one that comes out, `[1, C, C, 1]`. */
function own(tf: Tfjs, channels: number): EagerTensor {
  const same = Float32Array.from({ length: channels * channels }, (_, i) => Number(i % (channels + 1) === 0));
  return tf.tensor(same, [1, channels, channels, 1], "float32");
}

/** The kernel of a convolution that keeps channels apart `[H, W, C, M]` as that of one that does not `[H, W, C, C · M]`. */
function spread(tf: Tfjs, kernel: EagerTensor): EagerTensor {
  const [height, width, channels, multiplier] = kernel.shape as [number, number, number, number];
  const each = tf.reshape(kernel, [height * width, channels, 1, multiplier]);
  return tf.reshape(tf.mul(each, own(tf, channels)), [height, width, channels, channels * multiplier]);
}

/** WebAssembly gives zeros for windows with gaps between them. */
const leavesGaps = (tf: Tfjs, kernel: EagerTensor, { strides }: Sliding): boolean =>
  tf.getBackend() === "wasm" && strides.some((stride, axis) => stride > kernel.shape[axis]!);

/** A convolution with a kernel `[H, W, in, out]` as one matrix product. */
function byPatches(tf: Tfjs, x: EagerTensor, kernel: EagerTensor, sliding: Sliding): EagerTensor {
  const [tall, broad, channels, out] = kernel.shape as [number, number, number, number];
  const { seen, down, across } = patches(tf, x, [tall, broad], sliding);
  const matrix = tf.reshape(kernel, [tall * broad * channels, out]);
  return tf.reshape(tf.matMul(seen, matrix, false, false), [x.shape[0]!, down, across, out]);
}

/** The gradient of a kernel `[H, W, in, out]` as one matrix product, of what windows saw with the gradient there. */
function filterGradientByPatches(
  tf: Tfjs,
  dy: EagerTensor,
  x: EagerTensor,
  kernelShape: Sizes,
  sliding: Sliding,
): EagerTensor {
  const [tall, broad, , out] = kernelShape as [number, number, number, number];
  const { seen } = patches(tf, x, [tall, broad], sliding);
  const gradients = tf.reshape(dy, [seen.shape[0]!, out]);
  return tf.reshape(tf.matMul(seen, gradients, true, false), [...kernelShape]);
}

/** What each stand of a window sees of images, a row for each: `[N · down · across, tall · broad · C]`. */
function patches(
  tf: Tfjs,
  x: EagerTensor,
  [tall, broad]: readonly [number, number],
  { strides, padding }: Sliding,
): { seen: EagerTensor; down: number; across: number } {
  const [rows, height, width, channels] = x.shape as [number, number, number, number];
  const vertical = slide(height, tall, strides[0], padding);
  const horizontal = slide(width, broad, strides[1], padding);
  const [down, across] = [vertical.places, horizontal.places];
  const around = (size: number, window: number, stride: number, { places, before }: Slide) => {
    const after = (places - 1) * stride + window - size - before;
    return [before, Math.max(0, after)] as [number, number];
  };
  const edges = [
    around(height, tall, strides[0], vertical),
    around(width, broad, strides[1], horizontal),
  ] as const;
  const padded = tf.pad(x, [[0, 0], ...edges, [0, 0]], 0);
  const places: EagerTensor[] = [];
  for (let i = 0; i < tall; i++) {
    for (let j = 0; j < broad; j++) {
      const end = [rows, i + (down - 1) * strides[0] + 1, j + (across - 1) * strides[1] + 1, channels];
      const place = tf.stridedSlice(padded, [0, i, j, 0], end, [1, ...strides, 1]);
      places.push(tf.reshape(place, [rows * down * across, channels]));
    }
  }
  return { seen: tf.concat(places, 1), down, across };
}
