import type { Ops } from "../ops.ts";
import type { convolution2d } from "../primitives/convolution.ts";
import type { Tensor } from "../tensor.ts";
import type { Sliding } from "../windows.ts";
import type { GradientRules } from "./rule.ts";

/** An application of any of a kind's three primitives. */
interface Of {
  readonly g: Ops;
  readonly attributes: Sliding;
}

/**
 * A convolution is linear in its images and in its kernel, so the three primitives of a kind are one another's
 * gradients.
 */
function kind(name: "conv2d" | "depthwise_conv2d") {
  return {
    result: ({ g, attributes: { strides, padding } }: Of, images: Tensor, kernel: Tensor) =>
      g.apply(name, [images, kernel], { strides, padding })[0],
    byImages: (
      { g, attributes: { strides, padding } }: Of,
      gradient: Tensor,
      kernel: Tensor,
      { shape: inputShape }: Tensor,
    ) => g.apply(`${name}_input_gradient`, [gradient, kernel], { inputShape, strides, padding })[0],
    byKernel: (
      { g, attributes: { strides, padding } }: Of,
      gradient: Tensor,
      images: Tensor,
      { shape }: Tensor,
    ) => {
      const kernelShape = shape as readonly number[];
      return g.apply(`${name}_filter_gradient`, [gradient, images], { kernelShape, strides, padding })[0];
    },
  };
}

const full = kind("conv2d");
const depthwise = kind("depthwise_conv2d");

export const convolutionGradients: GradientRules<keyof typeof convolution2d> = {
  conv2d: (of) => [full.byImages(of, of.dy, of.b, of.a), full.byKernel(of, of.dy, of.a, of.b)],
  conv2d_input_gradient: (of) => [full.result(of, of.dy, of.b), full.byKernel(of, of.a, of.dy, of.b)],
  conv2d_filter_gradient: (of) => [full.result(of, of.b, of.dy), full.byImages(of, of.a, of.dy, of.b)],
  depthwise_conv2d: (of) => [
    depthwise.byImages(of, of.dy, of.b, of.a),
    depthwise.byKernel(of, of.dy, of.a, of.b),
  ],
  depthwise_conv2d_input_gradient: (of) => [
    depthwise.result(of, of.dy, of.b),
    depthwise.byKernel(of, of.a, of.dy, of.b),
  ],
  depthwise_conv2d_filter_gradient: (of) => [
    depthwise.result(of, of.b, of.dy),
    depthwise.byImages(of, of.a, of.dy, of.b),
  ],
};
