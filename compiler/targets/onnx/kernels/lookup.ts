import type { lookup as primitives } from "../../../graph/primitives/lookup.ts";
import { product, type Tensor } from "../../../graph/tensor.ts";
import { DATA_TYPES } from "../dtypes.ts";
import type { Kernels } from "../kernel.ts";

export const lookup: Kernels<keyof typeof primitives> = {
  gather: (emit, [table, ids]) => [emit.op("Gather", [table, ids], { axis: 0 })],

  /** ScatterND would be shorter, but ONNX Runtime adds with several threads in it, which lose some of the sums. */
  segment_sum(emit, [data, ids], { inputs, attributes: { count } }) {
    const [{ shape }, { shape: each }] = inputs as readonly [Tensor, Tensor];
    const width = shape.slice(each.length);
    const [rows, wide] = [product(each), product(width)];
    const places = emit.op("Cast", [emit.reshape(ids!, [rows, 1])], { to: DATA_TYPES.int64 });
    const spread = emit.op("Expand", [places, emit.sizes([rows, wide])]);
    const zeros = emit.op("Expand", [emit.scalar(0, "float32"), emit.sizes([count, wide])]);
    const added = emit.reshape(data!, [rows, wide]);
    const sums = emit.op("ScatterElements", [zeros, spread, added], { axis: 0, reduction: "add" });
    return [emit.reshape(sums, [count, ...width])];
  },

  /** ONNX's OneHot counts negative places from the end, where this primitive has no place. */
  one_hot(emit, [ids], { inputs, attributes: { depth } }) {
    const places = emit.constant(
      "int32",
      [depth],
      Array.from({ length: depth }, (_, place) => place),
    );
    const apart = emit.reshape(ids!, [...inputs[0]!.shape, 1]);
    return [emit.op("Cast", [emit.op("Equal", [apart, places])], { to: DATA_TYPES.float32 })];
  },
};
