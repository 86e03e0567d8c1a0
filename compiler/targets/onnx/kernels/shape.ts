import type { shape as primitives } from "../../../graph/primitives/shape.ts";
import { isBatch } from "../../../graph/tensor.ts";
import type { Kernels } from "../kernel.ts";
import { aligned, arranged, lying, squeezedOrder } from "../order.ts";

export const shape: Kernels<keyof typeof primitives> = {
  reshape: {
    ordered(emit, [a], { inputs, attributes: { shape } }) {
      const from = inputs[0]!.shape;
      const order = a!.order && squeezedOrder(a!.order, from, shape);
      if (order === undefined) return [emit.reshape(arranged(emit, a!, from), shape)];
      const stored = emit.reshape(
        a!,
        order.map((axis) => shape[axis]!),
      );
      return [lying(stored, order)];
    },
  },
  transpose: {
    ordered(emit, [a], { inputs, attributes: { permutation } }) {
      // As an order of a's axes, the result's axes lie as the permutation says.
      const { name } = arranged(emit, a!, inputs[0]!.shape, permutation);
      return [{ name }];
    },
  },
  broadcast_to: (emit, [a], { attributes }) => [emit.op("Expand", [a, emit.sizes(attributes.shape)])],
  concat: {
    ordered(emit, inputs, { inputs: tensors, attributes, outputs }) {
      if (inputs.length === 1) return inputs;
      const { values, order } = aligned(emit, inputs, tensors, outputs[0]!.shape.length);
      const axis = order === undefined ? attributes.axis : order.indexOf(attributes.axis);
      return [lying(emit.op("Concat", values, { axis }), order)];
    },
  },
  slice: {
    ordered(emit, [a], { inputs, attributes: { begin, size } }) {
      const { order } = a!;
      const from = inputs[0]!.shape;
      const cut = size.flatMap((dim, axis) => (isBatch(dim) || dim === from[axis] ? [] : [axis]));
      if (cut.length === 0) return [a!];
      const starts = cut.map((axis) => begin[axis]!);
      const ends = cut.map((axis) => begin[axis]! + (size[axis] as number));
      const axes = cut.map((axis) => order?.indexOf(axis) ?? axis);
      return [lying(emit.op("Slice", [a, emit.ints(starts), emit.ints(ends), emit.ints(axes)]), order)];
    },
  },
  pad: {
    ordered(emit, [a], { inputs, attributes: { before, after, value } }) {
      if ([...before, ...after].every((count) => count === 0)) return [a!];
      const { order } = a!;
      const stored = (counts: readonly number[]) => order?.map((axis) => counts[axis]!) ?? counts;
      const pads = emit.ints([...stored(before), ...stored(after)]);
      return [lying(emit.op("Pad", [a, pads, emit.scalar(value, inputs[0]!.dtype)]), order)];
    },
  },
  reverse(emit, [a], { inputs, attributes: { axes } }) {
    if (axes.length === 0) return [a!];
    const ends = axes.map((axis) => -1 - (inputs[0]!.shape[axis] as number));
    const last = axes.map(() => -1);
    return [emit.op("Slice", [a, emit.ints(last), emit.ints(ends), emit.ints(axes), emit.ints(last)])];
  },
};
