import { type Dataset, loadDataset, type Split } from "../data/dataset.ts";
import type { SplitName } from "../data/split-names.ts";
import { failingIn, failure } from "../failure.ts";
import type { OpenModel } from "../model/backend.ts";
import { type InferenceEngine, loadInference } from "../model/inference.ts";
import { chosenCheckpoint } from "../run/chosen-checkpoint.ts";
import { readFitted } from "../run/manifest.ts";
import type { Run } from "../run/open-run.ts";
import { requireSameData } from "../run/same-data.ts";

/** A run's model with a split of its data, ready to answer it. */
export interface Answering {
  readonly model: OpenModel;
  readonly split: SplitName;
  readonly rows: Split;
  readonly dataset: Dataset;
  /** The epoch, from 1, whose weights the model has. */
  readonly epoch: number;
}

export interface AnsweringOptions {
  /** `best` where there is one. */
  readonly checkpoint?: "best" | "last" | undefined;
  /** What answers: ONNX Runtime unless TensorFlow is asked for. */
  readonly engine?: InferenceEngine | undefined;
  /** Whether the cells of the table are to be shown. */
  readonly cells?: boolean | undefined;
}

/**
 * Opens a run's model, reads a split of the data that it was trained with, and closes the model when `work` is done.
 *
 * @throws RuntimeFailure about checkpoint or data; `split-empty`
 * @throws EngineError
 */
export async function answering<T>(
  run: Run,
  split: SplitName,
  { checkpoint, engine, cells }: AnsweringOptions,
  work: (answering: Answering) => Promise<T>,
): Promise<T> {
  const { compiled, layout, sources } = run;
  const { state, values } = chosenCheckpoint(run, checkpoint);
  const dataset = await failingIn(sources, () => loadSplit(run, split, cells));
  const backend = await loadInference(run.project, engine);
  const model = await backend.open(compiled, { folder: layout.graphs, sources });
  try {
    model.assign(values);
    return await work({ model, split, rows: dataset.splits[split], dataset, epoch: state.epoch });
  } finally {
    model.close();
    dataset.close();
  }
}

async function loadSplit(run: Run, split: SplitName, cells?: boolean): Promise<Dataset> {
  const { data } = run.training;
  const dataset = await loadDataset({
    plan: data,
    interface: run.compiled.interface,
    folder: run.project,
    // What was learned is known, so the other rows need not be looked at.
    fitted: readFitted(run.layout),
    only: split,
    cells,
    room: { folder: run.layout.folder },
  });
  requireSameData(run, dataset, [split]);
  if (dataset.splits[split].rows === 0) {
    throw failure(
      "split-empty",
      {
        message: `${data.name} has no ${split} rows`,
        help: "Choose another split, or give it rows in the `data` declaration.",
      },
      { span: data.split.span },
    );
  }
  return dataset;
}
