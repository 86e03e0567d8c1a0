import type { normalise as primitives } from "../../../graph/primitives/normalise.ts";
import { product, type Shape } from "../../../graph/tensor.ts";
import { DATA_TYPES } from "../dtypes.ts";
import type { Emit } from "../emit.ts";
import type { Kernels } from "../kernel.ts";
import type { Value } from "../node.ts";
import { arranged, lying } from "../order.ts";

/** Batch, channels, and then the other axes. */
const channelsSecond = ({ length }: Shape): number[] => [
  0,
  length - 1,
  ...Array.from({ length: length - 2 }, (_, i) => i + 1),
];

/** So many equal numbers. */
const filled = (emit: Emit, count: number, value: number) =>
  emit.constant("float32", [count], Array<number>(count).fill(value));

/**
 * A running mean and variance that a momentum of 0 forgets. ONNX Runtime writes the results over them, whatever else
 * uses them, so these are zeros made for one operator alone.
 */
function forgotten(emit: Emit, values: Value, shape: Shape): readonly Value[] {
  const others = shape.map((_, axis) => axis).filter((axis) => axis !== 1);
  const [from, to] = [0, 1].map((place) => emit.ints(others.map(() => place)));
  const first = emit.op("Slice", [values, from, to, emit.ints(others)]);
  const some = emit.reshape(first, [shape.at(-1)!]);
  const negated = emit.op("Neg", [some]);
  return [some, negated].map((value) => emit.op("Sub", [value, value]));
}

/**
 * In training ONNX's operator moves a running mean and variance, by the biased one, to the batch's; with a momentum of 0
 * these are the batch's own. Outside of training it is `(x - mean) / √(variance + ε) · scale + offset`, one pass over the
 * numbers, with which the gradients are written too.
 */
export const normalise: Kernels<keyof typeof primitives> = {
  batch_norm: {
    ordered(emit, [x, scale, offset], { inputs, attributes: { epsilon } }) {
      const { shape } = inputs[0]!;
      const order = channelsSecond(shape);
      const values = arranged(emit, x!, shape, order);
      const [y, mean, variance] = emit.all(
        "BatchNormalization",
        [values, scale, offset, ...forgotten(emit, values, shape)],
        { epsilon, momentum: 0, training_mode: 1 },
        3,
      );
      return [lying(y!, order), mean!, variance!];
    },
  },

  // Ioffe & Szegedy, ICML 2015, section 3, with the derivatives by mean and variance gathered.
  batch_norm_gradient: {
    ordered(emit, [gradient, x, scale, mean, variance], { inputs, attributes: { epsilon } }) {
      const { shape } = inputs[1]!;
      const channels = shape.at(-1) as number;
      const order = channelsSecond(shape);
      const [dy, values] = [gradient!, x!].map((value) => arranged(emit, value, shape, order));
      const [zero, one] = [filled(emit, channels, 0), filled(emit, channels, 1)];
      const axes = emit.ints(order.flatMap((axis, i) => (axis === shape.length - 1 ? [] : [i])));
      const sum = (value: typeof dy) => emit.op("ReduceSum", [value, axes], { keepdims: 0 });

      const normalised = emit.op("BatchNormalization", [values, one, zero, mean, variance], { epsilon });
      const byScale = sum(emit.op("Mul", [dy, normalised]));
      const byOffset = sum(dy);
      const rows = emit.op("Cast", [emit.sizes([product(shape.slice(0, -1))])], { to: DATA_TYPES.float32 });
      const [slant, shift] = [byScale, byOffset].map((total) => emit.op("Div", [total, rows]));
      const spread = emit.op("Sqrt", [emit.op("Add", [variance, emit.scalar(epsilon, "float32")])]);
      const factor = emit.op("Div", [scale, spread]);
      const straight = emit.op("BatchNormalization", [dy, factor, zero, shift, one], { epsilon: 0 });
      const slanted = emit.op(
        "BatchNormalization",
        [values, emit.op("Mul", [factor, slant]), zero, mean, variance],
        {
          epsilon,
        },
      );
      return [lying(emit.op("Sub", [straight, slanted]), order), byScale, byOffset];
    },
  },
};
