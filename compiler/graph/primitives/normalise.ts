import { demand, primitive } from "../primitive.ts";
import { type Shape, sameShape, type TensorType } from "../tensor.ts";

/** One number per channel, the last axis of `x`. */
function perChannel(x: TensorType | undefined, inputs: readonly TensorType[]): Shape {
  demand(
    x !== undefined && x.shape.length >= 2,
    "takes values of at least two axes, the last for channels",
    inputs,
  );
  return x.shape.slice(-1);
}

/**
 * Batch normalisation in training (Ioffe & Szegedy, ICML 2015): with the mean μ and the variance σ² of a channel over
 * all other axes, `y = (x - μ) / √(σ² + ε) · scale + offset`. The variance is the biased one, the mean square
 * distance from μ, both for y and as a result.
 */
export const normalise = {
  batch_norm: primitive<{ epsilon: number }>({
    summary:
      "a normalised over all axes but the last, times b plus c; then the mean and the biased variance of each channel",
    type: (inputs) => {
      const [x, ...affine] = inputs;
      const shape = perChannel(x, inputs);
      demand(
        affine.length === 2 &&
          inputs.every(({ dtype }) => dtype === "float32") &&
          affine.every((input) => sameShape(input.shape, shape)),
        "takes float32 values, and a scale and an offset for each channel",
        inputs,
      );
      const channel: TensorType = { shape, dtype: "float32" };
      return [{ shape: x!.shape, dtype: "float32" }, channel, channel];
    },
  }),

  batch_norm_gradient: primitive<{ epsilon: number }>({
    summary:
      "the gradients of batch_norm's a, b and c: a is the gradient of its y, b its values, c its scale, d and e the mean and variance it gave",
    type: (inputs) => {
      const [gradient, x, ...channels] = inputs;
      const shape = perChannel(x, inputs);
      demand(
        channels.length === 3 &&
          inputs.every(({ dtype }) => dtype === "float32") &&
          sameShape(gradient!.shape, x!.shape) &&
          channels.every((input) => sameShape(input.shape, shape)),
        "takes a gradient like the values, the values, and a scale, a mean and a variance for each channel",
        inputs,
      );
      const channel: TensorType = { shape, dtype: "float32" };
      return [{ shape: x!.shape, dtype: "float32" }, channel, channel];
    },
  }),
};
