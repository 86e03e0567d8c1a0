import type { lookup as primitives } from "../../../graph/primitives/lookup.ts";
import { DATA_TYPES } from "../dtypes.ts";
import type { Kernels } from "../kernel.ts";

export const lookup: Kernels<keyof typeof primitives> = {
  gather: (emit, [table, ids]) => [emit.op("Gather", [table, ids], { axis: 0 })],

  segment_sum(emit, [data, ids], { inputs, attributes: { count } }) {
    const places = emit.op("Cast", [emit.reshape(ids!, [...inputs[1]!.shape, 1])], { to: DATA_TYPES.int64 });
    const width = inputs[0]!.shape.slice(inputs[1]!.shape.length);
    const zeros = emit.op("Expand", [emit.scalar(0, "float32"), emit.sizes([count, ...width])]);
    return [emit.op("ScatterND", [zeros, places, data], { reduction: "add" })];
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
