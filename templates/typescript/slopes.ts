/** Gradients that tfjs leaves out, and operations whose gradients are defined otherwise than its own. */
import * as tf from "./tf.ts";

/** What jumps has no slope: nothing of a gradient passes. */
for (const kernelName of [tf.Greater, tf.Less, tf.Equal, tf.LogicalAnd, tf.LogicalOr]) {
  tf.registerGradient({
    kernelName,
    inputsToSave: ["a", "b"],
    gradFunc: (_, [a, b]) => ({ a: () => tf.zeros(a?.shape ?? []), b: () => tf.zeros(b?.shape ?? []) }),
  });
}
tf.registerGradient({
  kernelName: tf.LogicalNot,
  inputsToSave: ["x"],
  gradFunc: (_, [x]) => ({ x: () => tf.zeros(x?.shape ?? []) }),
});

const stop = tf.customGrad((x) => ({ value: (x as tf.Tensor).clone(), gradFunc: (dy) => tf.zerosLike(dy) }));

/** The same numbers, through which no gradient passes. */
export const stopGradient = (x: tf.Tensor): tf.Tensor => stop(x);

/** The largest numbers along axes; equal ones share the gradient. */
export const maxOf = (x: tf.Tensor, axes: number[], keep = false): tf.Tensor =>
  extreme(x, axes, keep, (values) => values.max(axes, true));

/** The smallest numbers along axes; equal ones share the gradient. */
export const minOf = (x: tf.Tensor, axes: number[], keep = false): tf.Tensor =>
  extreme(x, axes, keep, (values) => values.min(axes, true));

function extreme(
  x: tf.Tensor,
  axes: number[],
  keep: boolean,
  of: (values: tf.Tensor) => tf.Tensor,
): tf.Tensor {
  const found = tf.customGrad((values, save) => {
    const given = values as tf.Tensor;
    const result = of(given);
    const hit = given.equal(result).toFloat();
    (save as tf.GradSaveFunc)([hit.div(hit.sum(axes, true))]);
    return { value: result, gradFunc: (dy, [share]) => (dy as tf.Tensor).mul(share as tf.Tensor) };
  })(x);
  return keep ? found : found.squeeze(axes);
}

export interface Normalised {
  readonly y: tf.Tensor;
  /** Of each channel, the last axis, over all others. */
  readonly mean: tf.Tensor;
  /** The mean square distance from the mean. */
  readonly variance: tf.Tensor;
}

/** Brings every channel to mean 0 and variance 1 over the batch, then scales and shifts it. */
export function normaliseBatch(
  x: tf.Tensor,
  scale: tf.Tensor,
  offset: tf.Tensor,
  epsilon: number,
): Normalised {
  const { mean, variance } = tf.moments(
    x,
    x.shape.slice(1).map((_, axis) => axis),
  );
  const y = x.sub(mean).mul(variance.add(epsilon).rsqrt().mul(scale)).add(offset);
  return { y, mean, variance };
}
