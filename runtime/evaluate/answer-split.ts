import type { OutputSpec } from "../../compiler/plan/interface.ts";
import type { Split } from "../data/dataset.ts";
import { storedBatches } from "../data/gather-stored.ts";
import type { HostTensor, HostTensors } from "../engine/engine.ts";
import type { NumberArray } from "../files/bytes.ts";
import type { OpenModel } from "../model/backend.ts";

/** What a model answered for some rows of a split. */
export interface AnsweredRows {
  /** The first of them, and how many. */
  readonly from: number;
  readonly rows: number;
  /** What is minimised, row by row. */
  readonly losses: Float32Array;
  /** The sums of the losses of each of several terms. */
  readonly terms: ReadonlyMap<string, number>;
  /** By output: what it gave, and the targets. */
  readonly given: ReadonlyMap<string, Float32Array>;
  readonly targets: ReadonlyMap<string, NumberArray>;
  /** All that the evaluate program gave, by name. */
  readonly results: Readonly<Record<string, HostTensor>>;
}

/** Which rows of a split are asked about, and as what. */
export interface Asked {
  /** Their places in the split; all where this is left out. */
  readonly order?: Uint32Array;
  /** The feeds of presence that are all zero, whatever the rows have. */
  readonly withheld?: readonly string[];
  /** The result that tells what is minimised; `loss` if left out. */
  readonly loss?: string;
}

/** Has a model answer rows of a split, a batch at a time, and hands on what it says. */
export async function answerSplit(
  model: OpenModel,
  split: Split,
  batch: number,
  take: (answered: AnsweredRows) => void,
  { order, withheld = [], loss = "loss" }: Asked = {},
): Promise<void> {
  const { outputs } = model.compiled.interface;
  const count = order?.length ?? split.rows;
  const batches = storedBatches([split.stored], Math.max(1, Math.min(batch, count)));
  for (let from = 0; from < count; from += batch) {
    const rows = Math.min(batch, count - from);
    const feeds = batches.gather(from, rows, order);
    for (const name of withheld) (feeds[name]!.data as Int32Array).fill(0);
    const results = await model.run("evaluate", feeds);
    take({
      from,
      rows,
      losses: floats(results[loss]),
      terms: termsOf(model, results, sum),
      given: givenOf(outputs, results),
      targets: targetsOf(outputs, feeds),
      results,
    });
  }
}

const sum = (values: Float32Array): number => values.reduce((a, b) => a + b, 0);

/** What a program gave for each of several terms that it has, summed up by `of`. */
export function termsOf(
  { compiled }: OpenModel,
  results: Readonly<Record<string, HostTensor>>,
  of: (values: Float32Array) => number,
): Map<string, number> {
  const terms = compiled.training?.plan.terms ?? [];
  const own = terms.flatMap((term) => {
    const found = results[`loss/${term}`];
    return found === undefined ? [] : [[term, of(floats(found))] as const];
  });
  return new Map(own);
}

/** What a program gave, by output. */
export function givenOf(
  outputs: readonly OutputSpec[],
  results: Readonly<Record<string, HostTensor>>,
): Map<string, Float32Array> {
  return new Map(outputs.map(({ name }) => [name, floats(results[name])]));
}

/** The targets that a program was fed, by output: those of a batch, which travel as int32 whatever they are. */
export function targetsOf(outputs: readonly OutputSpec[], feeds: HostTensors): Map<string, NumberArray> {
  return new Map(
    outputs.map(({ name, target }): [string, NumberArray] => {
      const data = feeds[name]!.data as Int32Array;
      if (target.dtype === "int32") return [name, data];
      return [name, new Float32Array(data.buffer, data.byteOffset, data.length)];
    }),
  );
}

export function floats(tensor: HostTensor | undefined): Float32Array {
  if (tensor?.dtype === "float32") return tensor.data;
  throw new Error("a program gave something else than the float32 it was to give");
}
