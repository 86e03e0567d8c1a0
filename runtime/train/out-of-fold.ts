import { isBatch } from "../../compiler/graph/tensor.ts";
import { outOfFold, stepsOf } from "../../compiler/plan/compiled-model.ts";
import { allocate, type FeedRows } from "../data/feeds.ts";
import type { StoredTensor } from "../files/safetensors.ts";
import type { VariableValues } from "../model/backend.ts";
import type { Run } from "../run/open-run.ts";

/**
 * What later phases take of values as they were predicted for rows that their weights had not seen: for every training
 * row, zero until it is known. It is kept with the weights in every checkpoint.
 *
 * @param stored the values of a checkpoint that the run continues from
 */
export function outOfFoldRows(
  { compiled }: Pick<Run, "compiled">,
  rows: number,
  stored?: VariableValues,
): readonly FeedRows[] {
  const feeds = stepsOf(compiled)
    .flatMap((program) => program.feeds)
    .filter(({ name }) => name.startsWith(outOfFold("")));
  const known = new Map(feeds.map((feed) => [feed.name, feed]));
  return [...known.values()].map(({ name, shape }) => {
    const sizes = shape.slice(1).map((size) => (isBatch(size) ? 0 : size));
    const made = allocate({ name, dtype: "float32", shape: sizes }, rows, { shared: true });
    const before = stored?.get(name);
    if (before !== undefined) made.data.set(before.data as Float32Array);
    return made;
  });
}

/** The rows as they stand in a checkpoint. */
export const storedRows = (kept: readonly FeedRows[]): [string, StoredTensor][] =>
  kept.map(({ name, shape, width, data }) => [
    name,
    { shape: [data.length / width, ...shape], data: data.slice() as Float32Array },
  ]);
