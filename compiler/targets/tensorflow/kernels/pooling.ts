import type { Pooling, pooling as primitives } from "../../../graph/primitives/pooling.ts";
import type { Kernels } from "../kernel.ts";
import { sliding } from "./convolution.ts";

function windowed(attributes: Pooling) {
  return { ...sliding(attributes), ksize: [1, ...attributes.window, 1] };
}

export const pooling: Kernels<keyof typeof primitives> = {
  max_pool2d: (emit, inputs, { attributes }) => [emit.op("MaxPool", inputs, windowed(attributes))],
  max_pool2d_gradient: (emit, [gradient, x, y], { attributes }) => [
    emit.op("MaxPoolGrad", [x!, y!, gradient!], windowed(attributes)),
  ],
  avg_pool2d: (emit, inputs, { attributes }) => [emit.op("AvgPool", inputs, windowed(attributes))],
  avg_pool2d_gradient: (emit, [gradient], { attributes }) => [
    emit.op("AvgPoolGrad", [emit.sizes(attributes.inputShape), gradient!], windowed(attributes)),
  ],
};
