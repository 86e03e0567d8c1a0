import type { Variable } from "../../compiler/graph/graph.ts";
import { isBatch } from "../../compiler/graph/tensor.ts";
import { COUNTERS } from "../../compiler/plan/compiled-model.ts";
import { initialise } from "../../compiler/random/initialisers.ts";
import { streamKey } from "../../compiler/random/streams.ts";
import type { StoredTensor } from "../files/safetensors.ts";

export interface Beginning {
  /** From which all weights are drawn. */
  readonly seed: number;
  /** Steps that the whole run will take. */
  readonly horizon: number;
}

/** The values with which a run begins: weights drawn from the seed, each from a stream of its own name. */
export function initialValues(
  variables: readonly Variable[],
  { seed, horizon }: Beginning,
): Map<string, StoredTensor> {
  const counters: Readonly<Record<string, number>> = {
    [COUNTERS.step]: 0,
    [COUNTERS.seed]: seed,
    [COUNTERS.horizon]: horizon,
  };
  return new Map(
    variables.map((variable) => {
      const { name, role, dtype, initialiser } = variable;
      if (role === "counter") return [name, { shape: [], data: Int32Array.of(counters[name] ?? 0) }];
      const shape = variable.shape.map((size) => {
        if (isBatch(size)) throw new Error(`the variable ${name} grows with the batch`);
        return size;
      });
      const data = initialise(initialiser, shape, streamKey(seed, name));
      return [name, { shape, data: dtype === "int32" ? Int32Array.from(data) : data }];
    }),
  );
}
