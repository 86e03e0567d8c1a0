import type { lookup as primitives } from "../../../compiler/graph/primitives/lookup.ts";
import { type Kernels, runKernel } from "../kernel.ts";
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
  one_hot: (tf, [places], { depth }) => [oneHot(tf, places!, depth)],
};

const size = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/** Rows `[N, W]` summed by their places `[N]`. */
function summed(tf: Tfjs, values: EagerTensor, places: EagerTensor, count: number): EagerTensor {
  if (["cpu", "wasm"].includes(tf.getBackend())) return summedByLoops(tf, values, places, count);
  return tf.unsortedSegmentSum(values, places, count);
}

/** Asked for by its kernel, since tfjs wants two places at least, and as int32, since WebAssembly gives nothing else. */
function oneHot(tf: Tfjs, indices: EagerTensor, depth: number): EagerTensor {
  const given = { depth, onValue: 1, offValue: 0, dtype: "int32" };
  return tf.cast(runKernel(tf, "OneHot", { indices }, given), "float32");
}

/** tfjs's plain backend goes over all rows once for each place, and WebAssembly has no sums by places. */
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
