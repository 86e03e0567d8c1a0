import { standardNormal, standardTruncatedNormal, TRUNCATED_STDDEV } from "./random/distributions.ts";
import { fansOf } from "./random/fans.ts";
import { orthogonalised } from "./random/orthogonal.ts";
import { type Key, philoxUniform } from "./random/philox.ts";
import { INITIAL_COUNTER } from "./random/streams.ts";

/** How a variable starts. */
export type Initial =
  | { readonly kind: "constant"; readonly value: number }
  | { readonly kind: "uniform"; readonly low: number; readonly high: number }
  | { readonly kind: "normal" | "truncated_normal"; readonly stddev: number }
  | {
      readonly kind:
        | "zeros"
        | "ones"
        | "glorot_uniform"
        | "glorot_normal"
        | "he_uniform"
        | "he_normal"
        | "lecun_uniform"
        | "lecun_normal"
        | "orthogonal";
    };

/** The first values of a variable of that shape, in row-major order, drawn from the stream of `key`. */
export function initialValues(initial: Initial, shape: readonly number[], key: Key): Float32Array {
  const count = shape.reduce((a, b) => a * b, 1);
  const uniform = (low: number, high: number) =>
    philoxUniform(key, INITIAL_COUNTER, count).map((u) => low + (high - low) * u);
  const truncated = (stddev: number) =>
    standardTruncatedNormal(key, INITIAL_COUNTER, count).map((z) => stddev * z);
  const normal = (stddev: number) => standardNormal(key, INITIAL_COUNTER, count).map((z) => stddev * z);
  switch (initial.kind) {
    case "zeros":
      return new Float32Array(count);
    case "ones":
      return new Float32Array(count).fill(1);
    case "constant":
      return new Float32Array(count).fill(initial.value);
    case "uniform":
      return uniform(initial.low, initial.high);
    case "normal":
      return normal(initial.stddev);
    case "truncated_normal":
      return truncated(initial.stddev);
    case "orthogonal": {
      const columns = shape.at(-1) ?? 1;
      return orthogonalised(normal(1), count / columns, columns);
    }
    default: {
      const fans = fansOf(shape);
      const [name, distribution] = initial.kind.split("_");
      const variance = name === "glorot" ? 2 / (fans.in + fans.out) : (name === "he" ? 2 : 1) / fans.in;
      const limit = Math.sqrt(3 * variance);
      // Cutting off the tails makes a distribution narrower, so a wider one is cut.
      return distribution === "uniform"
        ? uniform(-limit, limit)
        : truncated(Math.sqrt(variance) / TRUNCATED_STDDEV);
    }
  }
}
