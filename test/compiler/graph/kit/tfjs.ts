/** Primitives as tfjs has them, for gradients by its own rules. */
import type { AttributesOf, PrimitiveName } from "../../../../compiler/graph/primitives/index.ts";
import type { Pooling } from "../../../../compiler/graph/primitives/pooling.ts";
import type { ReduceAttributes } from "../../../../compiler/graph/primitives/reduce.ts";
import type { Dtype, Shape } from "../../../../compiler/graph/tensor.ts";
import type { Engine } from "../../../../runtime/engine/engine.ts";
import { sizesOf } from "./applied.ts";
import type { Dense } from "./dense.ts";

interface Tensor {
  readonly shape: number[];
  readonly rank: number;
  dataSync(): ArrayLike<number>;
}

type Operation = (...operands: readonly unknown[]) => Tensor;

/** What tests use of tfjs: any of its operations, and its gradients. */
interface Tfjs {
  readonly op: (name: string) => Operation;
  readonly grads: (f: (...xs: Tensor[]) => Tensor) => (xs: Tensor[]) => Tensor[];
  readonly tidy: <T>(run: () => T) => T;
  readonly tensor: (values: readonly number[], shape: readonly number[], dtype: string) => Tensor;
}

/** Undefined where tfjs differs for these attributes or shapes. */
type Rule<A extends object> = (
  tf: Tfjs,
  inputs: readonly Tensor[],
  attributes: A,
) => readonly Tensor[] | undefined;

const plain =
  (name: string): Rule<object> =>
  (tf, inputs) => [tf.op(name)(...inputs)];
/** tfjs does not sum what these were stretched along. */
const unstretched =
  (name: string): Rule<object> =>
  (tf, [a, b]) =>
    String(a!.shape) === String(b!.shape) ? [tf.op(name)(a, b)] : undefined;
const reduction =
  (name: string): Rule<ReduceAttributes> =>
  (tf, [a], { axes, keep }) =>
    axes.length === 0 ? undefined : [tf.op(name)(a, axes, keep)];
const pooled =
  (name: string): Rule<Pooling> =>
  (tf, [x], { window, strides, padding }) => [tf.op(name)(x, window, strides, padding)];
const reshaped =
  (name: string) =>
  (tf: Tfjs, [a]: readonly Tensor[], { shape }: { shape: Shape }) => [tf.op(name)(a, sizesOf(shape))];

const PLAIN =
  "neg exp log sqrt rsqrt square reciprocal abs sign floor tanh sigmoid softplus relu erf sin cos";
const BINARY = "add sub mul div pow gather softmax";

const rules: { readonly [N in PrimitiveName]?: Rule<AttributesOf<N>> } = {
  ...Object.fromEntries(`${PLAIN} ${BINARY}`.split(" ").map((name) => [name, plain(name)])),
  maximum: unstretched("maximum"),
  minimum: unstretched("minimum"),
  log_softmax: plain("logSoftmax"),
  select: plain("where"),
  // To whole numbers, tfjs lets gradients pass.
  cast: (tf, [a], { dtype }) => (dtype === "float32" ? [tf.op("cast")(a, dtype)] : undefined),
  reduce_sum: reduction("sum"),
  reduce_mean: reduction("mean"),
  reduce_max: reduction("max"),
  reduce_min: reduction("min"),
  reshape: reshaped("reshape"),
  broadcast_to: reshaped("broadcastTo"),
  transpose: (tf, [a], { permutation }) => [tf.op("transpose")(a, permutation)],
  concat: (tf, inputs, { axis }) => [tf.op("concat")(inputs, axis)],
  slice: (tf, [a], { begin, size }) => [tf.op("slice")(a, begin, sizesOf(size))],
  pad: (tf, [a], { before, after, value }) => [
    tf.op("pad")(
      a,
      before.map((count, i) => [count, after[i]]),
      value,
    ),
  ],
  reverse: (tf, [a], { axes }) => [tf.op("reverse")(a, axes)],
  matmul: (tf, [a, b], { transposeA, transposeB }) => [tf.op("matMul")(a, b, transposeA, transposeB)],
  conv2d: (tf, [x, kernel], { strides, padding }) => [tf.op("conv2d")(x, kernel, strides, padding)],
  conv2d_input_gradient: (tf, [dy, kernel], { inputShape, strides, padding }) => [
    tf.op("conv2dTranspose")(dy, kernel, sizesOf(inputShape), strides, padding),
  ],
  depthwise_conv2d: (tf, [x, kernel], { strides, padding }) => [
    tf.op("depthwiseConv2d")(x, kernel, strides, padding),
  ],
  max_pool2d: pooled("maxPool"),
  avg_pool2d: pooled("avgPool"),
  batch_norm(tf, [x, scale, offset], { epsilon }) {
    const axes = x!.shape.slice(1).map((_, axis) => axis);
    const mean = tf.op("mean")(x, axes);
    const variance = tf.op("mean")(tf.op("square")(tf.op("sub")(x, mean)), axes);
    const root = tf.op("sqrt")(tf.op("add")(variance, epsilon));
    const normal = tf.op("div")(tf.op("sub")(x, mean), root);
    return [tf.op("add")(tf.op("mul")(normal, scale), offset), mean, variance];
  },
  segment_sum: (tf, [data, ids], { count }) =>
    ids!.rank === 1 ? [tf.op("unsortedSegmentSum")(data, ids, count)] : undefined,
  softmax_cross_entropy(tf, [logits, labels]) {
    const truth = tf.op("oneHot")(labels, logits!.shape[1]);
    return [
      tf.op("neg")(
        tf.op("sum")(tf.op("mul")(tf.op("cast")(truth, "float32"), tf.op("logSoftmax")(logits)), 1),
      ),
    ];
  },
};

/** Whether tfjs can differentiate a primitive. */
export const known = (name: PrimitiveName): boolean => rules[name] !== undefined;

/** An operand with its numbers. */
export interface Held {
  readonly dtype: Dtype;
  readonly value: Dense;
}

/**
 * The gradients by the float32 operands of a weighted sum of what a primitive gives; undefined where tfjs has no rule
 * that fits.
 */
export function tfjsGradients(
  engine: Engine,
  name: PrimitiveName,
  attributes: object,
  operands: readonly Held[],
  weights: readonly Dense[],
): Dense[] | undefined {
  const own = engine.tf as unknown as Record<string, Operation> & Omit<Tfjs, "op">;
  const tf: Tfjs = { ...own, tensor: own.tensor, grads: own.grads, tidy: own.tidy, op: (key) => own[key]! };
  const rule = rules[name] as Rule<object> | undefined;
  return tf.tidy(() => {
    const tensors = operands.map(({ dtype, value: { data, shape } }) =>
      tf.tensor(data, shape, dtype === "uint8" ? "int32" : dtype),
    );
    const moving = operands.flatMap(({ dtype }, i) => (dtype === "float32" ? [i] : []));
    if (rule === undefined || moving.length === 0 || rule(tf, tensors, attributes as never) === undefined)
      return undefined;
    const loss = (...xs: Tensor[]) => {
      const inputs = tensors.map((tensor, i) => xs[moving.indexOf(i)] ?? tensor);
      const parts = rule(tf, inputs, attributes as never)!
        .slice(0, weights.length)
        .map((output, j) => {
          const { data, shape } = weights[j]!;
          const weight = tf.tensor(data, shape, "float32");
          return tf.op("sum")(tf.op("mul")(tf.op("cast")(output, "float32"), weight));
        });
      return parts.reduce((a, b) => tf.op("add")(a, b));
    };
    return tf
      .grads(loss)(moving.map((i) => tensors[i]!))
      .map((tensor) => ({
        shape: tensor.shape,
        data: Array.from(tensor.dataSync()),
      }));
  });
}
