import { demand, primitive } from "../primitive.ts";
import { broadcastShapes } from "../shapes.ts";
import {
  type Dim,
  elements,
  isBatch,
  type Shape,
  sameDim,
  sameShape,
  showShape,
  type TensorType,
} from "../tensor.ts";

/** The only input of a primitive that takes one tensor of any type. */
function only(inputs: readonly TensorType[]): TensorType {
  demand(inputs.length === 1, "takes one tensor", inputs);
  return inputs[0]!;
}

const batchDims = (shape: Shape): number => shape.filter(isBatch).length;

/** The size of sizes laid end to end: all of them numbers, or all multiples of the batch. */
function total(dims: Shape, inputs: readonly TensorType[]): Dim {
  const growing = batchDims(dims);
  demand(
    growing === 0 || growing === dims.length,
    "joined sizes must all grow with the batch or none",
    inputs,
  );
  const sum = dims.reduce<number>((all, dim) => all + (isBatch(dim) ? dim.batch : dim), 0);
  return growing === 0 ? sum : { batch: sum };
}

/** What moves elements without computing with them. */
export const shape = {
  reshape: primitive<{ shape: Shape }>({
    summary: "the elements of a in row-major order, in another shape",
    type: (inputs, { shape }) => {
      const a = only(inputs);
      demand(
        elements(a.shape).fixed === elements(shape).fixed && batchDims(a.shape) === batchDims(shape),
        `${showShape(shape)} must hold as many elements`,
        inputs,
      );
      return [{ shape, dtype: a.dtype }];
    },
  }),

  transpose: primitive<{ permutation: readonly number[] }>({
    summary: "a with its axes in the order of permutation",
    type: (inputs, { permutation }) => {
      const a = only(inputs);
      const sorted = [...permutation].sort((x, y) => x - y);
      demand(
        sorted.length === a.shape.length && sorted.every((axis, i) => axis === i),
        `[${permutation}] must name each axis once`,
        inputs,
      );
      return [{ shape: permutation.map((axis) => a.shape[axis]!), dtype: a.dtype }];
    },
  }),

  broadcast_to: primitive<{ shape: Shape }>({
    summary: "a repeated along missing and 1-sized axes; the batch is as large as that of the feeds",
    type: (inputs, { shape }) => {
      const a = only(inputs);
      const common = broadcastShapes([a, { shape, dtype: a.dtype }]);
      demand(sameShape(common, shape), `must broadcast to ${showShape(shape)}`, inputs);
      return [{ shape, dtype: a.dtype }];
    },
  }),

  concat: primitive<{ axis: number }>({
    summary: "all inputs end to end along the axis",
    type: (inputs, { axis }) => {
      const [first] = inputs;
      demand(
        first !== undefined && axis in first.shape,
        `takes at least one tensor that has axis ${axis}`,
        inputs,
      );
      const agree = inputs.every(
        ({ shape, dtype }) =>
          dtype === first.dtype &&
          shape.length === first.shape.length &&
          shape.every((dim, i) => i === axis || sameDim(dim, first.shape[i]!)),
      );
      demand(agree, `types and all axes but ${axis} must agree`, inputs);
      const joined = total(
        inputs.map((input) => input.shape[axis]!),
        inputs,
      );
      return [{ shape: first.shape.map((dim, i) => (i === axis ? joined : dim)), dtype: first.dtype }];
    },
  }),

  slice: primitive<{ begin: readonly number[]; size: Shape }>({
    summary: "size elements of each axis of a from begin on; of the batch, all",
    type: (inputs, { begin, size }) => {
      const a = only(inputs);
      const inside = a.shape.every((dim, i) => {
        const from = begin[i]!;
        const count = size[i]!;
        if (isBatch(dim) || isBatch(count)) return from === 0 && sameDim(dim, count);
        return from >= 0 && count >= 0 && from + count <= dim;
      });
      demand(
        begin.length === a.shape.length && size.length === a.shape.length && inside,
        `${showShape(size)} from [${begin}] on must lie inside, with the whole of the batch`,
        inputs,
      );
      return [{ shape: size, dtype: a.dtype }];
    },
  }),

  pad: primitive<{ before: readonly number[]; after: readonly number[]; value: number }>({
    summary: "a with before and after many of value around it on each axis",
    type: (inputs, { before, after }) => {
      const a = only(inputs);
      const rank = a.shape.length;
      const fit = a.shape.every((dim, i) => {
        const [b, c] = [before[i]!, after[i]!];
        return isBatch(dim) ? b === 0 && c === 0 : b >= 0 && c >= 0;
      });
      demand(
        before.length === rank && after.length === rank && fit && a.dtype !== "bool",
        "takes numbers and two counts for each axis, 0 for the batch",
        inputs,
      );
      const shape = a.shape.map((dim, i) => (isBatch(dim) ? dim : dim + before[i]! + after[i]!));
      return [{ shape, dtype: a.dtype }];
    },
  }),

  reverse: primitive<{ axes: readonly number[] }>({
    summary: "a backwards along axes",
    type: (inputs, { axes }) => {
      const a = only(inputs);
      const fixed = axes.every((axis, i) => axes.indexOf(axis) === i && typeof a.shape[axis] === "number");
      demand(fixed, `axes [${axes}] must exist, each once, and not be the batch`, inputs);
      return [{ shape: a.shape, dtype: a.dtype }];
    },
  }),
};
