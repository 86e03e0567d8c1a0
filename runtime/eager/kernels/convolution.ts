import type { convolution2d as primitives } from "../../../compiler/graph/primitives/convolution.ts";
import { type Sliding, slide } from "../../../compiler/graph/windows.ts";
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
  conv2d: (tf, [x, kernel], { strides, padding }) => [tf.conv2d(x!, kernel!, [...strides], padding)],
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

  depthwise_conv2d: (tf, [x, kernel], { strides, padding }) => [
    tf.depthwiseConv2d(x!, kernel!, [...strides], padding),
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

/**
 * The gradient of a kernel `[H, W, in, out]` as one matrix product, of what each window saw with the gradient there.
 */
function filterGradientByPatches(
  tf: Tfjs,
  dy: EagerTensor,
  x: EagerTensor,
  kernelShape: Sizes,
  { strides, padding }: Sliding,
): EagerTensor {
  const [rows, height, width, channels] = x.shape as [number, number, number, number];
  const [, down, across, out] = dy.shape as [number, number, number, number];
  const [tall, broad] = kernelShape as [number, number];
  const around = (size: number, window: number, stride: number): [number, number] => {
    const { places, before } = slide(size, window, stride, padding);
    return [before, Math.max(0, (places - 1) * stride + window - size - before)];
  };
  const edges = [around(height, tall, strides[0]), around(width, broad, strides[1])] as const;
  const padded = tf.pad(x, [[0, 0], ...edges, [0, 0]], 0);

  const seen: EagerTensor[] = [];
  for (let i = 0; i < tall; i++) {
    for (let j = 0; j < broad; j++) {
      const end = [rows, i + (down - 1) * strides[0] + 1, j + (across - 1) * strides[1] + 1, channels];
      const place = tf.stridedSlice(padded, [0, i, j, 0], end, [1, ...strides, 1]);
      seen.push(tf.reshape(place, [rows * down * across, channels]));
    }
  }
  const gradients = tf.reshape(dy, [rows * down * across, out]);
  return tf.reshape(tf.matMul(tf.concat(seen, 1), gradients, true, false), [...kernelShape]);
}
