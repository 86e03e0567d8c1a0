import type { OutputSpec } from "../../compiler/plan/interface.ts";
import { loadDataset, type Split } from "../data/dataset.ts";
import type { SplitName } from "../data/split-names.ts";
import { loadEngine } from "../engine/load.ts";
import { failingIn, failure } from "../failure.ts";
import { type OpenModel, openModel } from "../model/open-model.ts";
import { chosenCheckpoint } from "../run/chosen-checkpoint.ts";
import { readRunData } from "../run/manifest.ts";
import { openRun, type Run } from "../run/open-run.ts";
import { requireSameData } from "../run/same-data.ts";
import { answerSplit } from "./answer-split.ts";
import { type Answers, estimateMetrics, type MetricEstimates } from "./intervals.ts";
import { type LabelMetrics, labelMetrics } from "./metrics.ts";
import { addRows, createTally, likeliest, rowLogLoss, type Tally } from "./tally.ts";

/** How a trained model fared on the rows of a split. */
export interface Evaluation {
  readonly model: string;
  readonly split: SplitName;
  readonly rows: number;
  /** The epoch, from 1, whose weights were measured. */
  readonly epoch: number;
  readonly outputs: readonly OutputEvaluation[];
}

export interface OutputEvaluation {
  readonly name: string;
  readonly labels: readonly string[];
  /** With 95 % bootstrap intervals over rows. */
  readonly metrics: MetricEstimates;
  /** In the order of the labels. */
  readonly byLabel: readonly LabelMetrics[];
  /** Rows by true label and, within it, likeliest label. */
  readonly confusion: readonly (readonly number[])[];
  /** Row by row, in the order of the data. */
  readonly answers: Answers;
}

export interface EvaluateOptions {
  readonly split?: SplitName | undefined;
  /** `best` where there is one. */
  readonly checkpoint?: "best" | "last" | undefined;
  /** Of the bootstrap. */
  readonly seed?: number | undefined;
}

/**
 * Measures a run's model on a split of the data that it was trained with.
 *
 * @throws RuntimeFailure about run, checkpoint or data; `split-empty`
 * @throws EngineError
 */
export async function evaluate(
  folder: string,
  { split = "test", checkpoint, seed }: EvaluateOptions = {},
): Promise<Evaluation> {
  const run = openRun(folder);
  const { compiled, layout, manifest } = run;
  const { state, values } = chosenCheckpoint(run, checkpoint);
  const rows = await failingIn(run.sources, () => loadSplit(run, split));
  const engine = await loadEngine({ cwd: run.project });
  const model = await openModel(engine, compiled, { folder: layout.graphs, sources: run.sources });
  try {
    model.assign(values);
    const outputs = measure(model, rows, manifest.batch, seed);
    return { model: manifest.model, split, rows: rows.rows, epoch: state.epoch, outputs };
  } finally {
    model.close();
  }
}

async function loadSplit(run: Run, split: SplitName): Promise<Split> {
  const { data } = run.training;
  const fitted = readRunData(run.layout)?.fitted;
  const dataset = await loadDataset({
    plan: data,
    interface: run.compiled.interface,
    folder: run.project,
    ...(fitted === undefined ? {} : { fitted }),
  });
  requireSameData(run, dataset);
  const found = dataset.splits[split];
  if (found.rows > 0) return found;
  throw failure(
    "split-empty",
    {
      message: `${data.name} has no ${split} rows`,
      help: `Choose another split, or mark rows with \`${split}\` in the column ${data.split.column}.`,
    },
    { span: data.split.span },
  );
}

function measure(
  model: OpenModel,
  split: Split,
  batch: number,
  seed: number | undefined,
): readonly OutputEvaluation[] {
  const { outputs } = model.compiled.interface;
  const losses = new Float64Array(split.rows);
  const collected = outputs.map((output) => collect(output, split.rows));
  answerSplit(model, split, batch, (answered) => {
    losses.set(answered.losses, answered.from);
    for (const { spec, add } of collected) {
      add(
        answered.from,
        answered.rows,
        answered.probabilities.get(spec.name)!,
        answered.truth.get(spec.name)!,
      );
    }
  });
  return collected.map(({ spec, answers, tally }) => {
    const { labels } = spec.category;
    return {
      name: spec.name,
      labels,
      metrics: estimateMetrics(answers, losses, seed === undefined ? {} : { seed }),
      byLabel: labelMetrics(tally),
      confusion: labels.map((_, label) =>
        Array.from(tally.confusion.subarray(label * labels.length, (label + 1) * labels.length)),
      ),
      answers,
    };
  });
}

interface Collected {
  readonly spec: OutputSpec;
  readonly answers: Answers;
  readonly tally: Tally;
  add(from: number, rows: number, probabilities: Float32Array, truth: Int32Array): void;
}

function collect(spec: OutputSpec, rows: number): Collected {
  const labels = spec.category.labels.length;
  const answers: Answers = {
    labels,
    truth: new Int32Array(rows),
    predicted: new Int32Array(rows),
    logLoss: new Float64Array(rows),
  };
  const tally = createTally(labels);
  return {
    spec,
    answers,
    tally,
    add(from, count, probabilities, truth) {
      addRows(tally, probabilities, truth, count);
      for (let row = 0; row < count; row++) {
        answers.truth[from + row] = truth[row]!;
        answers.predicted[from + row] = likeliest(probabilities, row, labels);
        answers.logLoss[from + row] = rowLogLoss(probabilities, row, labels, truth[row]!);
      }
    },
  };
}
