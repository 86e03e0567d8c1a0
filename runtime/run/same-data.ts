import type { Dataset } from "../data/dataset.ts";
import { SPLITS, type SplitName } from "../data/split-names.ts";
import { failure } from "../failure.ts";
import { type RunData, readRunData } from "./manifest.ts";
import type { Run } from "./open-run.ts";

/** What tells a split from any other. */
export const hashesOf = ({ splits }: Dataset): RunData["splits"] => ({
  train: { rows: splits.train.rows, hash: splits.train.hash },
  validation: { rows: splits.validation.rows, hash: splits.validation.hash },
  test: { rows: splits.test.rows, hash: splits.test.hash },
});

/** The rows of each split as ranges of the table, `[first, behind the last]`. */
export function rangesOf({
  rows,
}: Dataset): Readonly<Record<SplitName, readonly (readonly [number, number])[]>> {
  const ranges = (split: SplitName) => {
    const found: [number, number][] = [];
    for (const row of rows[split]) {
      const last = found.at(-1);
      if (last !== undefined && last[1] === row) last[1]++;
      else found.push([row, row + 1]);
    }
    return found;
  };
  return { train: ranges("train"), validation: ranges("validation"), test: ranges("test") };
}

/**
 * Compares data, all of it or some splits, with what the run was first trained on.
 *
 * @throws RuntimeFailure `data-changed`
 */
export function requireSameData(
  { layout, training }: Run,
  dataset: Dataset,
  splits: readonly SplitName[] = SPLITS,
): void {
  const known = readRunData(layout);
  if (known === undefined) return;
  for (const split of splits) {
    const was = known.splits[split];
    const is = dataset.splits[split];
    if (was.hash === is.hash) continue;
    const what =
      was.rows === is.rows ? "its numbers differ" : `${was.rows} rows were ${split}, and ${is.rows} are`;
    throw failure(
      "data-changed",
      {
        message: `${training.data.name} is no longer the data that the run was trained on: ${what}`,
        help: "Bring the data back to what it was, or train again.",
      },
      { span: training.data.fromSpan },
    );
  }
}
