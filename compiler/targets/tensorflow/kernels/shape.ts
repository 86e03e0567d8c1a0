import type { shape as primitives } from "../../../graph/primitives/shape.ts";
import { elements, isBatch, type Shape } from "../../../graph/tensor.ts";
import type { Emit } from "../emit.ts";
import type { Kernels } from "../kernel.ts";
import type { Value } from "../node.ts";

/** The shape as TensorFlow's Reshape takes it: known when compiling unless the batch is in it more than once. */
export function target(emit: Emit, shape: Shape): Value {
  const growing = shape.filter(isBatch).length;
  const inferable = growing === 1 && elements(shape).fixed > 0;
  return inferable ? emit.ints(shape.map((dim) => (isBatch(dim) ? -1 : dim))) : emit.sizes(shape);
}

export const shape: Kernels<keyof typeof primitives> = {
  reshape: (emit, [a], { attributes }) => [emit.op("Reshape", [a!, target(emit, attributes.shape)])],
  transpose: (emit, [a], { attributes }) => [emit.op("Transpose", [a!, emit.ints(attributes.permutation)])],
  broadcast_to: (emit, [a], { attributes }) => [emit.op("BroadcastTo", [a!, emit.sizes(attributes.shape)])],
  concat: (emit, inputs, { attributes }) => [
    inputs.length === 1 ? inputs[0]! : emit.op("ConcatV2", [...inputs, emit.int(attributes.axis)]),
  ],
  slice(emit, [a], { attributes: { begin, size } }) {
    const counts = size.map((dim) => (isBatch(dim) ? -1 : dim));
    return [emit.op("Slice", [a!, emit.ints(begin), emit.ints(counts)])];
  },
  pad(emit, [a], { attributes: { before, after, value } }) {
    const paddings = before.flatMap((count, i) => [count, after[i]!]);
    const around = emit.constant("int32", [before.length, 2], paddings);
    return [emit.op("PadV2", [a!, around, emit.constant(a!.dtype, [], [value])])];
  },
  reverse: (emit, [a], { attributes: { axes } }) => [emit.op("ReverseV2", [a!, emit.ints(axes)])],
};
