import { type Feed, nodesOf, type Program, type Variable } from "../../../../compiler/graph/graph.ts";
import { BATCH, type Dtype, isBatch, type Tensor } from "../../../../compiler/graph/tensor.ts";
import { feedsOf } from "../../../../compiler/lower/feeds.ts";
import type { WriteOptions } from "../../../../compiler/targets/tensorflow/saved-model.ts";
import type { Elements } from "../../../../compiler/targets/tensorflow/wire.ts";
import { type Loaded, loadPrograms } from "../../targets/tensorflow/kit/load.ts";
import { ROWS } from "./applied.ts";
import type { Dense } from "./dense.ts";

const ARRAYS = {
  float32: Float32Array,
  int32: Int32Array,
  bool: Uint8Array,
  uint8: Uint8Array,
} as const satisfies Record<Dtype, unknown>;

/** Numbers as the array that holds elements of a type. */
const elementsOf = (dtype: Dtype, { data }: Dense): Elements => ARRAYS[dtype].from(data);

/** Tells a program how many rows there are, where no other feed does. */
const COUNTED: Feed = { name: "rows", shape: [BATCH], dtype: "bool" };

/** A program that gives some tensors and changes nothing. */
export function programOf(name: string, results: Readonly<Record<string, Tensor>>): Program {
  const feeds = feedsOf(results, [], []);
  const counted = feeds.some(({ shape }) => shape.some(isBatch));
  return { name, feeds: counted ? feeds : [...feeds, COUNTED], results, updates: [] };
}

/** Programs on the engine, called with numbers for a batch of `ROWS`. */
export interface OnEngine {
  call(program: Program, given: Readonly<Record<string, Dense>>): Record<string, Dense>;
  dispose(): void;
}

/** Loads programs. Variables hold what `variables` says. */
export async function onEngine(
  folder: string,
  programs: readonly Program[],
  options: WriteOptions = {},
  variables: Readonly<Record<string, Dense>> = {},
): Promise<OnEngine> {
  const model: Loaded = await loadPrograms(folder, programs, options);
  const read = new Map<string, Variable>();
  for (const { primitive, attributes } of nodesOf(programs.flatMap((p) => Object.values(p.results)))) {
    const variable = attributes.variable as Variable;
    if (primitive === "read") read.set(variable.name, variable);
  }
  model.assign(
    Object.fromEntries([...read].map(([name, { dtype }]) => [name, elementsOf(dtype, variables[name]!)])),
  );
  return {
    call({ name, feeds }, given) {
      const rows = { shape: [ROWS], data: Array<number>(ROWS).fill(1) };
      const values = feeds.map((feed) => {
        const value = feed === COUNTED ? rows : given[feed.name]!;
        return [feed.name, elementsOf(feed.dtype, value)] as const;
      });
      const results = model.tensors(name, Object.fromEntries(values));
      return Object.fromEntries(
        Object.entries(results).map(([key, { shape, data }]) => [
          key,
          { shape, data: Array.from(data as ArrayLike<number>) },
        ]),
      );
    },
    dispose: model.dispose,
  };
}
