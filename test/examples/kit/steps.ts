import { dirname, join } from "node:path";
import { createBatches } from "../../../runtime/data/batches.ts";
import { loadDataset } from "../../../runtime/data/dataset.ts";
import { answerSplit } from "../../../runtime/evaluate/answer-split.ts";
import { askedWith, subsetsOf } from "../../../runtime/evaluate/subsets.ts";
import type { Backend } from "../../../runtime/model/backend.ts";
import { compileFile } from "../../../runtime/model/compile-file.ts";
import { initialValues } from "../../../runtime/model/initial-values.ts";

const ROWS = 8;
const STEPS = 2;

/** What came of two steps on the first training rows, and of asking about test rows with each set of inputs. */
export interface Stepped {
  readonly losses: readonly number[];
  /** By the set's inputs: the losses of its rows. */
  readonly subsets: Readonly<Record<string, readonly number[]>>;
}

/** Trains the model of a file for two steps on the data beside it, and keeps its graphs beside it too. */
export async function twoSteps(backend: Backend, file: string): Promise<Stepped> {
  const { models, folder, sources } = compileFile(file);
  const { model } = models[0]!;
  const data = await loadDataset({ plan: model.training!.data, interface: model.interface, folder });
  const open = await backend.open(model, { folder: join(dirname(file), "graphs"), sources });
  try {
    open.assign(initialValues(model.variables, { seed: 3, horizon: STEPS }));
    const batches = createBatches(data.splits.train.feeds, ROWS);
    const losses: number[] = [];
    for (let step = 0; step < STEPS; step++) {
      const { loss } = await open.run("train", batches.gather(step * ROWS, ROWS));
      losses.push((loss!.data as Float32Array)[0]!);
    }
    const { test } = data.splits;
    const subsets: Record<string, number[]> = {};
    const sets = model.interface.inputs.some(({ optional }) => optional) ? subsetsOf(model.interface) : [];
    for (const set of sets) {
      const own: number[] = [];
      await answerSplit(
        open,
        test,
        ROWS,
        (some) => own.push(...some.losses),
        askedWith(model.interface, test, set),
      );
      subsets[set.join()] = own;
    }
    return { losses, subsets };
  } finally {
    open.close();
  }
}
