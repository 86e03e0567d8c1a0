import type { convolution2d as primitives } from "../../../graph/primitives/convolution.ts";
import type { Shape } from "../../../graph/tensor.ts";
import { type Sliding, slide } from "../../../graph/windows.ts";
import type { Emit } from "../emit.ts";
import type { Kernels } from "../kernel.ts";
import type { Value } from "../node.ts";
import { arranged, CHANNELS_FIRST, lying } from "../order.ts";

/** Attributes of a window that slides over images `[N, H, W, C]`. */
export function sliding(shape: Shape, window: readonly number[], { strides, padding }: Sliding) {
  const slides = [0, 1].map((axis) => {
    const size = shape[axis + 1] as number;
    const { places, before } = slide(size, window[axis]!, strides[axis]!, padding);
    return { before, after: Math.max((places - 1) * strides[axis]! + window[axis]! - size - before, 0) };
  });
  return {
    kernel_shape: window.slice(0, 2),
    strides: [...strides],
    pads: [...slides.map(({ before }) => before), ...slides.map(({ after }) => after)],
  };
}

/** What a convolution is written from; `bias` is a number for each channel that comes out. */
interface Convolving {
  readonly x: Value;
  readonly kernel: Value;
  readonly bias?: Value | undefined;
  readonly shapes: { readonly x: Shape; readonly kernel: readonly number[] };
  readonly attributes: Sliding;
}

/** As many channels, or fewer, are so few that the images can be seen as planes of numbers side by side. */
const FEW = 4;

/**
 * Images whose channels lie last, under windows that are known, as one plane of `W · C` numbers a row: the window is C times
 * as wide and moves C times as far, and nothing has to be transposed.
 */
function convolvedAsPlane(emit: Emit, { x, kernel, bias, shapes, attributes }: Convolving): Value {
  const [rows, height, width, channels] = shapes.x as readonly [Shape[number], number, number, number];
  const [tall, wide, , filters] = shapes.kernel as readonly [number, number, number, number];
  const { strides, pads } = sliding(shapes.x, shapes.kernel, attributes);
  const plane = emit.reshape(x, [rows, 1, height, width * channels]);
  const apart = emit.transpose(arranged(emit, kernel, shapes.kernel), [3, 0, 1, 2]);
  const windows = emit.reshape(apart, [filters, 1, tall, wide * channels]);
  const inputs = [plane, windows, ...(bias === undefined ? [] : [bias])];
  const slid = {
    kernel_shape: [tall, wide * channels],
    strides: [strides[0]!, strides[1]! * channels],
    pads: pads.map((count, side) => (side % 2 === 1 ? count * channels : count)),
  };
  return lying(emit.op("Conv", inputs, slid), CHANNELS_FIRST);
}

/** Images under windows `[H, W, in, out]`. */
export function convolved(emit: Emit, convolving: Convolving): Value {
  const { x, kernel, bias, shapes, attributes } = convolving;
  const isFew = (shapes.kernel[2] as number) <= FEW;
  if (isFew && x.order === undefined && emit.known(kernel) !== undefined) {
    return convolvedAsPlane(emit, convolving);
  }
  const images = arranged(emit, x, shapes.x, CHANNELS_FIRST);
  const windows = emit.transpose(arranged(emit, kernel, shapes.kernel), [3, 2, 0, 1]);
  const inputs = [images, windows, ...(bias === undefined ? [] : [bias])];
  return lying(emit.op("Conv", inputs, sliding(shapes.x, shapes.kernel, attributes)), CHANNELS_FIRST);
}

/** Each channel of images under windows of its own, `[H, W, C, multiplier]`. */
export function convolvedDepthwise(emit: Emit, { x, kernel, bias, shapes, attributes }: Convolving): Value {
  const images = arranged(emit, x, shapes.x, CHANNELS_FIRST);
  const [height, width, channels, multiplier] = shapes.kernel as [number, number, number, number];
  const apart = emit.transpose(arranged(emit, kernel, shapes.kernel), [2, 3, 0, 1]);
  const windows = emit.reshape(apart, [channels * multiplier, 1, height, width]);
  const inputs = [images, windows, ...(bias === undefined ? [] : [bias])];
  const group = { ...sliding(shapes.x, shapes.kernel, attributes), group: channels };
  return lying(emit.op("Conv", inputs, group), CHANNELS_FIRST);
}

const shapesOf = ([x, kernel]: readonly { readonly shape: Shape }[]) => ({
  x: x!.shape,
  kernel: kernel!.shape as readonly number[],
});

export const convolution2d: Kernels<Exclude<keyof typeof primitives, `${string}_gradient`>> = {
  conv2d: {
    ordered: (emit, [x, kernel], { inputs, attributes }) => [
      convolved(emit, { x: x!, kernel: kernel!, shapes: shapesOf(inputs), attributes }),
    ],
  },
  depthwise_conv2d: {
    ordered: (emit, [x, kernel], { inputs, attributes }) => [
      convolvedDepthwise(emit, { x: x!, kernel: kernel!, shapes: shapesOf(inputs), attributes }),
    ],
  },
};
