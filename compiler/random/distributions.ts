/** Numbers of other distributions, made from the uniform ones of a stream. */
import { advance, type Counter, type Key, philoxUniform } from "./philox.ts";

/** The smallest number whose logarithm is taken: a uniform number may be zero. */
const SMALLEST = 1e-7;

/**
 * `count` numbers of the normal distribution with mean 0 and standard deviation 1, none beyond 5.7.
 *
 * Of each pair of uniform numbers (u, v): sqrt(-2 ln u) sin(2πv), then the same with cos, u no less than 1e-7. This
 * is the rule of TensorFlow's `StatelessRandomNormalV2`, worked out here in double precision, so that the two agree
 * to about 1e-6.
 *
 * Source: Box & Muller, Annals of Mathematical Statistics 29 (1958).
 */
export function standardNormal(key: Key, counter: Counter, count: number): Float32Array {
  const pairs = Math.ceil(count / 2);
  const uniform = philoxUniform(key, counter, 2 * pairs);
  const numbers = new Float32Array(2 * pairs);
  for (let i = 0; i < numbers.length; i += 2) {
    const radius = Math.sqrt(-2 * Math.log(Math.max(uniform[i]!, SMALLEST)));
    const angle = 2 * Math.PI * uniform[i + 1]!;
    numbers[i] = radius * Math.sin(angle);
    numbers[i + 1] = radius * Math.cos(angle);
  }
  return numbers.subarray(0, count);
}

/** The standard deviation of the standard normal distribution cut off at -2 and 2. */
export const TRUNCATED_STDDEV = 0.8796256610342398;

/** Normal numbers drawn at a time: a whole number of blocks. */
const BATCH = 4096;

/** `count` numbers of the standard normal distribution within [-2, 2]: those of `standardNormal` that are, in order. */
export function standardTruncatedNormal(key: Key, counter: Counter, count: number): Float32Array {
  const numbers = new Float32Array(count);
  let kept = 0;
  for (let drawn = 0; kept < count; drawn += BATCH) {
    for (const number of standardNormal(key, advance(counter, drawn / 4), BATCH)) {
      if (Math.abs(number) <= 2 && kept < count) numbers[kept++] = number;
    }
  }
  return numbers;
}
