import type { lookup as primitives } from "../../../graph/primitives/lookup.ts";
import type { Kernels } from "../kernel.ts";

export const lookup: Kernels<keyof typeof primitives> = {
  gather: (emit, [table, ids]) => [emit.op("GatherV2", [table!, ids!, emit.int(0)])],
  segment_sum: (emit, [data, ids], { attributes }) => [
    emit.op("UnsortedSegmentSum", [data!, ids!, emit.int(attributes.count)]),
  ],
  one_hot(emit, [ids], { attributes }) {
    const [on, off] = [emit.scalar(1, "float32"), emit.scalar(0, "float32")];
    return [emit.op("OneHot", [ids!, emit.int(attributes.depth), on, off], { axis: -1 })];
  },
};
