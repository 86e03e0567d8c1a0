import { demand, primitive } from "../primitive.ts";
import { type Shape, sameShape, showShape, type TensorType } from "../tensor.ts";
import { images, type Sliding, slidShape } from "../windows.ts";

/** A window over height and width of images `[N, H, W, C]`. */
export interface Pooling extends Sliding {
  readonly window: readonly [number, number];
}

function pooled(x: TensorType, pooling: Pooling, inputs: readonly TensorType[]): TensorType {
  const [n, h, w, c] = images(x, inputs);
  return { shape: [n, ...slidShape([h, w], pooling.window, pooling, inputs), c], dtype: "float32" };
}

function pool(summary: string) {
  return primitive<Pooling>({
    summary,
    type: (inputs, pooling) => {
      demand(inputs.length === 1, "takes images", inputs);
      return [pooled(inputs[0]!, pooling, inputs)];
    },
  });
}

export const pooling = {
  max_pool2d: pool(
    "the largest of a in every window, channel by channel; what hangs over the edge does not count",
  ),

  max_pool2d_gradient: primitive<Pooling>({
    summary:
      "the gradient of max_pool2d's operand: a is the gradient of its result, b its operand, c its result; of equal numbers in a window, the first takes all",
    type: (inputs, attributes) => {
      const [gradient, x, y] = inputs;
      demand(inputs.length === 3, "takes a gradient, an operand and a result", inputs);
      const { shape } = pooled(x!, attributes, inputs);
      demand(
        sameShape(shape, gradient!.shape) && sameShape(shape, y!.shape),
        `gradient and result must be ${showShape(shape)}`,
        inputs,
      );
      return [{ shape: x!.shape, dtype: "float32" }];
    },
  }),

  avg_pool2d: pool("the mean of a in every window, channel by channel, over the places inside the edge"),

  avg_pool2d_gradient: primitive<Pooling & { inputShape: Shape }>({
    summary: "the gradient of avg_pool2d's operand: a is the gradient of its result",
    type: (inputs, { inputShape, ...attributes }) => {
      demand(inputs.length === 1, "takes a gradient", inputs);
      const x: TensorType = { shape: inputShape, dtype: "float32" };
      const { shape } = pooled(x, attributes, inputs);
      demand(sameShape(shape, inputs[0]!.shape), `the gradient must be ${showShape(shape)}`, inputs);
      return [x];
    },
  }),
};
