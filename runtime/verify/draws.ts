/** The random weights, inputs and targets on which a model is tried: Philox, keyed by seed and name. */
import type { Variable } from "../../compiler/graph/graph.ts";
import { isBatch } from "../../compiler/graph/tensor.ts";
import { COUNTERS } from "../../compiler/plan/compiled-model.ts";
import type { InputPart, OutputSpec } from "../../compiler/plan/interface.ts";
import { standardNormal } from "../../compiler/random/distributions.ts";
import { initialise } from "../../compiler/random/initialisers.ts";
import { philoxUniform } from "../../compiler/random/philox.ts";
import { stepCounter, streamKey } from "../../compiler/random/streams.ts";
import type { StoredTensor } from "../files/safetensors.ts";

/** Where numbers are drawn from: the user's seed, and which attempt it is. */
export interface Attempt {
  readonly seed: number;
  readonly number: number;
}

const uniform = ({ seed, number }: Attempt, name: string, count: number) =>
  philoxUniform(streamKey(seed, `:verify/${name}`), stepCounter(number), count);

const normal = ({ seed, number }: Attempt, name: string, count: number) =>
  standardNormal(streamKey(seed, `:verify/${name}`), stepCounter(number), count);

export const whole = (attempt: Attempt, name: string, count: number, below: number): Int32Array =>
  Int32Array.from(uniform(attempt, name, count), (u) => Math.floor(u * below));

/** Steps taken when a model is tried: beyond what warms up, and early. */
const STEPS = [1000, 10, 100];
const HORIZON = 2000;

/**
 * Values of variables that stand for those of a trained model: weights as they begin, and where all begin alike, such
 * as a gate at zero, somewhere near.
 */
export function drawValues(variables: readonly Variable[], attempt: Attempt): Map<string, StoredTensor> {
  const counters: Readonly<Record<string, number>> = {
    [COUNTERS.step]: STEPS[attempt.number % STEPS.length]!,
    [COUNTERS.seed]: attempt.seed,
    [COUNTERS.horizon]: HORIZON,
  };
  return new Map(
    variables.map((variable) => {
      const shape = variable.shape.map((size) => (isBatch(size) ? 1 : size));
      const { name, role, dtype } = variable;
      const data =
        role === "counter" ? Int32Array.of(counters[name] ?? 0) : drawVariable(variable, shape, attempt);
      return [name, { shape, data: dtype === "int32" ? Int32Array.from(data) : Float32Array.from(data) }];
    }),
  );
}

/** How far from a value, at which all weights of a variable begin, they are drawn. */
const SPREAD = 0.3;

function drawVariable(
  { name, role, initialiser }: Variable,
  shape: readonly number[],
  attempt: Attempt,
): Float32Array {
  const start = initialise(initialiser, shape, streamKey(attempt.seed + 7919 * attempt.number, name));
  if (role === "slot") return start;
  const alike = start.every((value) => value === start[0]);
  if (!alike) return start;
  // A statistic that begins at one is a variance or a count, which stays above zero.
  if (role === "statistic" && start[0]! > 0) {
    const factors = uniform(attempt, name, start.length);
    return start.map((value, i) => value * (0.5 + factors[i]!));
  }
  const noise = normal(attempt, name, start.length);
  return start.map((value, i) => value + SPREAD * noise[i]!);
}

/** Any numbers that the cells of an input's part may hold. */
export function drawCells(
  { feed, type, dtype }: InputPart,
  count: number,
  attempt: Attempt,
): Float32Array | Int32Array | Uint8Array {
  if (dtype === "uint8") return Uint8Array.from(whole(attempt, feed, count, 256));
  if (dtype === "int32") {
    const { kind } = type;
    return whole(attempt, feed, count, kind.name === "tokens" ? (kind.vocabulary as number) : 2);
  }
  if (type.range.name !== "between") return normal(attempt, feed, count);
  const { low, high } = type.range;
  return uniform(attempt, feed, count).map((u) => low + (high - low) * u);
}

/** Any targets of an output. */
export function drawTargets(output: OutputSpec, rows: number, attempt: Attempt): Float32Array | Int32Array {
  const { target } = output;
  const count = target.shape.reduce((a, b) => a * b, rows);
  const stream = `target/${output.name}`;
  if (!("category" in output)) return normal(attempt, stream, count);
  // Of a set, each label holds or not.
  if (target.dtype === "float32") return Float32Array.from(whole(attempt, stream, count, 2));
  const labels = whole(attempt, stream, count, output.category.labels.length);
  // Few labels, that any steps can spell.
  return output.kind === "sequence"
    ? labels.map((label, i) => (i % output.length === 0 ? label : -1))
    : labels;
}
