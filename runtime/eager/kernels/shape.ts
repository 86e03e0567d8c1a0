import type { shape as primitives } from "../../../compiler/graph/primitives/shape.ts";
import type { Kernels } from "../kernel.ts";
import type { EagerTensor } from "../tfjs.ts";

export const shape: Kernels<keyof typeof primitives> = {
  reshape: (tf, [a], { shape }, { sizes }) => [tf.reshape(a!, sizes(shape))],
  transpose: (tf, [a], { permutation }) => [tf.transpose(a!, [...permutation])],
  broadcast_to: (tf, [a], { shape }, { sizes }) => [tf.broadcastTo(a!, sizes(shape))],
  concat: (tf, inputs, { axis }) => [tf.concat([...inputs], axis)],
  slice: (tf, [a], { begin, size }, { sizes }) => [
    begin.length === 0 ? tf.clone(a!) : tf.slice(a!, [...begin], sizes(size)),
  ],
  pad(tf, [a], { before, after, value }) {
    if (before.length === 0) return [tf.clone(a!)];
    const paddings = before.map((count, axis): [number, number] => [count, after[axis]!]);
    return [tf.pad(a!, paddings, value)];
  },
  /** By the places in turn: tfjs frees what it has reversed on WebAssembly, and knows four axes at most on WebGL. */
  reverse(tf, [a], { axes }) {
    const reversed = (x: EagerTensor, axis: number) => {
      const size = x.shape[axis]!;
      const places = tf.tensor(
        Int32Array.from({ length: size }, (_, i) => size - 1 - i),
        [size],
        "int32",
      );
      return tf.gather(x, places, axis);
    };
    return [axes.length === 0 ? tf.clone(a!) : axes.reduce(reversed, a!)];
  },
};
