import type { sources as primitives } from "../../../compiler/graph/primitives/sources.ts";
import { philoxUniform } from "../../../compiler/random/philox.ts";
import { stepCounter, streamKey } from "../../../compiler/random/streams.ts";
import type { Computed, Kernels } from "../kernel.ts";

export const sources: Kernels<keyof typeof primitives & Computed> = {
  /** Drawn outside of the backend, so that every backend draws the same bits. */
  random_uniform(tf, _, { stream, shape }, { sizes, number }) {
    const own = sizes(shape);
    const [seed, step] = [number(0), number(1)];
    const count = own.reduce((a, b) => a * b, 1);
    return [tf.tensor(philoxUniform(streamKey(seed, stream), stepCounter(step), count), own, "float32")];
  },
};
