import type { lookup as primitives } from "../../../compiler/graph/primitives/lookup.ts";
import { hasKernel, type Kernels } from "../kernel.ts";
import type { EagerTensor, Tfjs } from "../tfjs.ts";

export const lookup: Kernels<keyof typeof primitives> = {
  gather: (tf, [table, places]) => [tf.gather(table!, places!, 0)],
  segment_sum(tf, [data, ids], { count }) {
    const rows = size(ids!.shape);
    const inner = data!.shape.slice(ids!.shape.length);
    const values = tf.reshape(data!, [rows, size(inner)]);
    const places = tf.reshape(ids!, [rows]);
    return [tf.reshape(summed(tf, values, places, count), [count, ...inner])];
  },
  one_hot: (tf, [places], { depth }) => [tf.oneHot(places!, depth, 1, 0, "float32")],
};

const size = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/** Rows `[N, W]` summed by their places `[N]`. */
function summed(tf: Tfjs, values: EagerTensor, places: EagerTensor, count: number): EagerTensor {
  if (tf.getBackend() === "cpu") return summedByLoops(tf, values, places, count);
  if (hasKernel(tf, "UnsortedSegmentSum")) return tf.unsortedSegmentSum(values, places, count);
  return tf.matMul(tf.oneHot(places, count, 1, 0, "float32"), values, true, false);
}

/** tfjs's plain backend goes over all rows once for each place. */
function summedByLoops(tf: Tfjs, values: EagerTensor, places: EagerTensor, count: number): EagerTensor {
  const [rows = 0, width = 0] = values.shape;
  const [numbers, at] = [values.dataSync(), places.dataSync()];
  const sums = new Float32Array(count * width);
  for (let row = 0; row < rows; row++) {
    const place = at[row]!;
    if (place < 0 || place >= count) continue;
    for (let i = 0; i < width; i++) sums[place * width + i]! += numbers[row * width + i]!;
  }
  return tf.tensor(sums, [count, width], "float32");
}
