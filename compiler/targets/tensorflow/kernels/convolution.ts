import type { convolution2d as primitives } from "../../../graph/primitives/convolution.ts";
import type { Sliding } from "../../../graph/windows.ts";
import type { Kernels } from "../kernel.ts";

/** Attributes of a window that slides over images `[N, H, W, C]`. */
export function sliding({ strides, padding }: Sliding) {
  return {
    strides: [1, ...strides, 1],
    padding: padding === "same" ? "SAME" : "VALID",
    data_format: "NHWC",
  };
}

export const convolution2d: Kernels<keyof typeof primitives> = {
  conv2d: (emit, inputs, { attributes }) => [emit.op("Conv2D", inputs, sliding(attributes))],
  conv2d_input_gradient: (emit, [gradient, kernel], { attributes }) => [
    emit.op(
      "Conv2DBackpropInput",
      [emit.sizes(attributes.inputShape), kernel!, gradient!],
      sliding(attributes),
    ),
  ],
  conv2d_filter_gradient: (emit, [gradient, x], { attributes }) => [
    emit.op("Conv2DBackpropFilter", [x!, emit.ints(attributes.kernelShape), gradient!], sliding(attributes)),
  ],
  depthwise_conv2d: (emit, inputs, { attributes }) => [
    emit.op("DepthwiseConv2dNative", inputs, sliding(attributes)),
  ],
  depthwise_conv2d_input_gradient: (emit, [gradient, kernel], { attributes }) => [
    emit.op(
      "DepthwiseConv2dNativeBackpropInput",
      [emit.sizes(attributes.inputShape), kernel!, gradient!],
      sliding(attributes),
    ),
  ],
  depthwise_conv2d_filter_gradient: (emit, [gradient, x], { attributes }) => [
    emit.op(
      "DepthwiseConv2dNativeBackpropFilter",
      [x!, emit.ints(attributes.kernelShape), gradient!],
      sliding(attributes),
    ),
  ],
};
