import { isBatch } from "../../compiler/graph/tensor.ts";
import { outOfFold, stepsOf } from "../../compiler/plan/compiled-model.ts";
import { allocate, type FeedRows } from "../data/feeds.ts";
import { answerSplit, floats } from "../evaluate/answer-split.ts";
import type { StoredTensor } from "../files/safetensors.ts";
import type { VariableValues } from "../model/backend.ts";
import type { Run } from "../run/open-run.ts";
import type { Leg } from "./legs.ts";
import type { Session } from "./session.ts";

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
    const made = allocate({ name, dtype: "float32", shape: sizes }, rows);
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

/** Has the model, which has not seen them, answer the rows that a stretch has left out, and keeps what it says. */
export async function keepOutOfFold(session: Session, keeps: NonNullable<Leg["keeps"]>): Promise<void> {
  const { model, dataset, run, kept } = session;
  const { order, names } = keeps;
  const own = kept.filter(({ name }) => names.some((one) => name === one || name === `${one}/present`));
  await answerSplit(
    model,
    dataset.splits.train,
    run.manifest.batch,
    ({ from, rows, results }) => {
      for (const { name, width, data } of own) {
        const said = floats(results[name]);
        for (let i = 0; i < rows; i++) {
          data.set(said.subarray(i * width, (i + 1) * width), order[from + i]! * width);
        }
      }
    },
    { order },
  );
}
