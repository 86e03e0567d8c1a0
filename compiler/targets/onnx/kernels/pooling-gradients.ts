import type { Pooling, pooling as primitives } from "../../../graph/primitives/pooling.ts";
import { product, type Shape, type Tensor } from "../../../graph/tensor.ts";
import { slide } from "../../../graph/windows.ts";
import type { Emit } from "../emit.ts";
import type { Kernels } from "../kernel.ts";
import type { Value } from "../node.ts";
import { arranged, CHANNELS_FIRST, lying } from "../order.ts";
import { sliding } from "./convolution.ts";
import { spreading } from "./convolution-gradients.ts";

interface MaxPooled {
  readonly gradient: Value;
  readonly images: Value;
  /** Of the gradient. */
  readonly small: Shape;
  /** Of the images. */
  readonly shape: Shape;
  readonly attributes: Pooling;
}

/** ONNX's MaxPool can tell where the largest numbers were, of equal ones the first. */
export function maxPoolGradient(
  emit: Emit,
  { gradient, images, small, shape, attributes }: MaxPooled,
): Value {
  const [n, height, width, channels] = shape;
  const window = sliding(shape, attributes.window, attributes);
  const places = emit.all("MaxPool", [arranged(emit, images, shape, CHANNELS_FIRST)], window, 2)[1]!;
  const handed = arranged(emit, gradient, small, CHANNELS_FIRST);
  const apart = attributes.window.every((size, axis) => size <= attributes.strides[axis]!);
  if (apart) {
    const sizes = emit.sizes([n!, channels!, height!, width!]);
    return lying(emit.op("MaxUnpool", [handed, places, sizes], window), CHANNELS_FIRST);
  }
  const zeros = emit.op("Expand", [emit.scalar(0, "float32"), emit.sizes([product(shape)])]);
  const [at, added] = [places, handed].map((value) => emit.reshape(value, [product(small)]));
  const sums = emit.op("ScatterElements", [zeros, at, added], { axis: 0, reduction: "add" });
  return lying(emit.reshape(sums, [n!, channels!, height!, width!]), CHANNELS_FIRST);
}

export const poolingGradients: Kernels<Extract<keyof typeof primitives, `${string}_gradient`>> = {
  max_pool2d_gradient: {
    ordered: (emit, [gradient, images], { inputs, attributes }) => {
      const [{ shape: small }, { shape }] = inputs as readonly [Tensor, Tensor];
      return [maxPoolGradient(emit, { gradient: gradient!, images: images!, small, shape, attributes })];
    },
  },

  /** Every gradient, divided by how many numbers it is for, is handed to all of them. */
  avg_pool2d_gradient: {
    ordered(emit, [gradient], { inputs, attributes: { inputShape, ...attributes } }) {
      const { shape: small } = inputs[0]!;
      const [n, height, width, channels] = inputShape;
      const { window, strides, padding } = attributes;
      const counts = [height as number, width as number].map((size, axis) => {
        const { places, before } = slide(size, window[axis]!, strides[axis]!, padding);
        return Array.from({ length: places }, (_, place) => {
          const from = place * strides[axis]! - before;
          return Math.min(from + window[axis]!, size) - Math.max(from, 0);
        });
      });
      const [rows, columns] = counts as [number[], number[]];
      const shares = rows.flatMap((row) => columns.map((column) => 1 / (row * column)));
      const handed = arranged(emit, gradient!, small, CHANNELS_FIRST);
      const share = emit.constant("float32", [1, 1, rows.length, columns.length], shares);
      const shared = emit.op("Mul", [handed, share]);
      const tiled = [height as number, width as number].every(
        (size, axis) => window[axis] === strides[axis] && size === counts[axis]!.length * strides[axis]!,
      );
      if (tiled) {
        const scales = emit.constant("float32", [4], [1, 1, ...strides]);
        const nearest = {
          mode: "nearest",
          nearest_mode: "floor",
          coordinate_transformation_mode: "asymmetric",
        };
        return [lying(emit.op("Resize", [shared, undefined, scales], nearest), CHANNELS_FIRST)];
      }
      const each = product([n!, channels!]);
      const planes = emit.reshape(shared, [each, 1, rows.length, columns.length]);
      const ones = emit.constant("float32", [1, 1, ...window], [1]);
      const spread = emit.op("ConvTranspose", [planes, ones], spreading(inputShape, window, attributes));
      return [lying(emit.reshape(spread, [n!, channels!, height!, width!]), CHANNELS_FIRST)];
    },
  },
};
