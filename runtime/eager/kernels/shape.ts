import type { shape as primitives } from "../../../compiler/graph/primitives/shape.ts";
import type { Kernels } from "../kernel.ts";

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
  reverse: (tf, [a], { axes }) => [axes.length === 0 ? tf.clone(a!) : tf.reverse(a!, [...axes])],
};
