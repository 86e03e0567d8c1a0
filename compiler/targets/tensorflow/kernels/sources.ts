import type { sources as primitives } from "../../../graph/primitives/sources.ts";
import { streamHash } from "../../../random/streams.ts";
import { tfDtype } from "../dtypes.ts";
import type { Kernels } from "../kernel.ts";

/** TensorFlow's number for the Philox generator. */
const PHILOX = 1;

export const sources: Kernels<keyof typeof primitives> = {
  constant: (emit, _, { attributes: { dtype, shape, value } }) => [
    emit.constant(tfDtype(dtype, emit.precision), shape, value),
  ],
  feed: (emit, _, { attributes }) => [emit.feed(attributes.name)],
  read: (emit, _, { attributes }) => [emit.read(attributes.variable)],

  /**
   * Key and counter are put together from pairs of int32, lower half first, which Bitcast joins to uint64: what
   * `random/streams.ts` says of both holds bit for bit. The numbers are those of float32 in every precision.
   */
  random_uniform(emit, [seed, step], { attributes: { stream, shape } }) {
    const [low, high] = streamHash(stream);
    const seedWords = emit.op("Mul", [seed!, emit.constant("int32", [1, 2], [1, 0])]);
    const streamWords = emit.constant("int32", [1, 2], [low | 0, high | 0]);
    const key = emit.op("Bitcast", [emit.op("BitwiseXor", [seedWords, streamWords])], { type: "uint64" });
    const counterWords = emit.op("Mul", [step!, emit.constant("int32", [2, 2], [0, 1, 0, 0])]);
    const counter = emit.op("Bitcast", [counterWords], { type: "uint64" });
    const drawn = emit.op("StatelessRandomUniformV2", [emit.sizes(shape), key, counter, emit.int(PHILOX)], {
      dtype: "float",
    });
    const DstT = tfDtype("float32", emit.precision);
    return [DstT === "float" ? drawn : emit.op("Cast", [drawn], { DstT })];
  },
};
