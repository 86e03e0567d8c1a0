import { demand, type Primitive, primitive } from "../primitive.ts";
import { elements, type Shape, sameShape, showShape, type TensorType } from "../tensor.ts";
import { images, type Sliding, slidShape } from "../windows.ts";

/** How a kind of convolution reads the four axes of its kernel. */
interface Kind {
  readonly layout: string;
  /** Channels that go in and come out. */
  readonly channels: (kernel: readonly number[]) => readonly [number, number];
}

const FULL: Kind = { layout: "[H, W, in, out]", channels: ([, , input, output]) => [input!, output!] };
const DEPTHWISE: Kind = {
  layout: "[H, W, C, multiplier]",
  channels: ([, , input, multiplier]) => [input!, input! * multiplier!],
};

function kernelSizes(kind: Kind, { shape, dtype }: TensorType, inputs: readonly TensorType[]): number[] {
  const sizes = shape.filter((dim) => typeof dim === "number");
  demand(
    dtype === "float32" && sizes.length === 4 && shape.length === 4,
    `a kernel is ${kind.layout}`,
    inputs,
  );
  return sizes;
}

/** What images and a kernel give. */
function convolved(
  kind: Kind,
  x: TensorType,
  kernel: TensorType,
  sliding: Sliding,
  inputs: readonly TensorType[],
): TensorType {
  const [n, h, w, c] = images(x, inputs);
  const sizes = kernelSizes(kind, kernel, inputs);
  const [input, output] = kind.channels(sizes);
  demand(c === input, `${c} channels must meet a kernel for as many`, inputs);
  const slid = slidShape([h, w], [sizes[0]!, sizes[1]!], sliding, inputs);
  return { shape: [n, ...slid, output], dtype: "float32" };
}

/**
 * Multiply-accumulates of one row: every element that comes out takes one for each element of the kernel that bears
 * on it, at the edges too. Those of the two gradients are as many.
 */
function macs(kind: Kind, result: TensorType, kernel: Shape): number {
  const sizes = kernel as readonly number[];
  const output = kind.channels(sizes)[1];
  return (elements(result.shape).fixed * elements(kernel).fixed) / output;
}

function convolution(kind: Kind, summary: string): Primitive<Sliding> {
  return primitive({
    summary,
    type: (inputs, sliding) => {
      const [x, kernel] = inputs;
      demand(inputs.length === 2, "takes images and a kernel", inputs);
      return [convolved(kind, x!, kernel!, sliding, inputs)];
    },
    macs: ([, kernel], [y]) => macs(kind, y!, kernel!.shape),
  });
}

function inputGradient(kind: Kind, of: string): Primitive<Sliding & { inputShape: Shape }> {
  return primitive({
    summary: `the gradient of ${of}'s images: a is the gradient of its result, b its kernel`,
    type: (inputs, { inputShape, ...sliding }) => {
      const [gradient, kernel] = inputs;
      demand(inputs.length === 2, "takes a gradient and a kernel", inputs);
      const x: TensorType = { shape: inputShape, dtype: "float32" };
      const y = convolved(kind, x, kernel!, sliding, inputs);
      demand(sameShape(y.shape, gradient!.shape), `the gradient must be ${showShape(y.shape)}`, inputs);
      return [x];
    },
    macs: ([gradient, kernel]) => macs(kind, gradient!, kernel!.shape),
  });
}

function filterGradient(kind: Kind, of: string): Primitive<Sliding & { kernelShape: readonly number[] }> {
  return primitive({
    summary: `the gradient of ${of}'s kernel: a is the gradient of its result, b its images`,
    type: (inputs, { kernelShape, ...sliding }) => {
      const [gradient, x] = inputs;
      demand(inputs.length === 2, "takes a gradient and images", inputs);
      const kernel: TensorType = { shape: kernelShape, dtype: "float32" };
      const y = convolved(kind, x!, kernel, sliding, inputs);
      demand(sameShape(y.shape, gradient!.shape), `the gradient must be ${showShape(y.shape)}`, inputs);
      return [kernel];
    },
    macs: ([gradient], [kernel]) => macs(kind, gradient!, kernel!.shape),
  });
}

/** Convolution (cross-correlation, as is usual) of images `[N, H, W, C]`; without dilation and groups. */
export const convolution2d = {
  conv2d: convolution(FULL, "images a under sliding windows b [H, W, in, out]"),
  conv2d_input_gradient: inputGradient(FULL, "conv2d"),
  conv2d_filter_gradient: filterGradient(FULL, "conv2d"),
  depthwise_conv2d: convolution(
    DEPTHWISE,
    "each channel c of images a under windows b [H, W, C, multiplier] of its own, which give channels c · multiplier and on",
  ),
  depthwise_conv2d_input_gradient: inputGradient(DEPTHWISE, "depthwise_conv2d"),
  depthwise_conv2d_filter_gradient: filterGradient(DEPTHWISE, "depthwise_conv2d"),
};
