import type { OutputKindName } from "../../compiler/plan/interface.ts";
import { loadDataset, type Split } from "../data/dataset.ts";
import type { SplitName } from "../data/split-names.ts";
import { failingIn, failure } from "../failure.ts";
import type { OpenModel } from "../model/backend.ts";
import { type InferenceEngine, loadInference } from "../model/inference.ts";
import { type Fared, runtimeOf } from "../outputs/index.ts";
import { chosenCheckpoint } from "../run/chosen-checkpoint.ts";
import { readRunData } from "../run/manifest.ts";
import { openRun, type Run } from "../run/open-run.ts";
import { requireSameData } from "../run/same-data.ts";
import { type AnsweredRows, type Asked, answerSplit } from "./answer-split.ts";
import type { Estimate } from "./bootstrap.ts";
import { estimateMetrics } from "./intervals.ts";
import { askedWith, subsetsOf } from "./subsets.ts";
import { addAnswer, createAnswers, createTally, measureOf } from "./tally.ts";

/** How a trained model fared on the rows of a split. */
export interface Evaluation {
  readonly model: string;
  readonly split: SplitName;
  readonly rows: number;
  /** The epoch, from 1, whose weights were measured. */
  readonly epoch: number;
  readonly outputs: readonly OutputEvaluation[];
  /** Where it was asked for: how it fared with each set of the optional inputs, all of them first. */
  readonly subsets?: readonly SubsetEvaluation[];
}

/** How a model fared when records had these of the optional inputs and no others. */
export interface SubsetEvaluation extends Pick<Evaluation, "rows" | "outputs"> {
  readonly inputs: readonly string[];
}

/** How one output fared, its metrics with 95 % bootstrap intervals over rows. */
export type OutputEvaluation = { [K in OutputKindName]: Fared<K, Estimate> }[OutputKindName];

export interface EvaluateOptions {
  readonly split?: SplitName | undefined;
  /** `best` where there is one. */
  readonly checkpoint?: "best" | "last" | undefined;
  /** What answers: ONNX Runtime unless TensorFlow is asked for. */
  readonly engine?: InferenceEngine | undefined;
  /** Of the bootstrap. */
  readonly seed?: number | undefined;
  /** Whether every set of the optional inputs is measured as well. */
  readonly subsets?: boolean | undefined;
}

/**
 * Measures a run's model on a split of the data that it was trained with.
 *
 * @throws RuntimeFailure about run, checkpoint or data; `split-empty`; `inputs-not-optional` for subsets of none
 * @throws EngineError
 */
export async function evaluate(
  folder: string,
  { split = "test", checkpoint, engine, seed, subsets = false }: EvaluateOptions = {},
): Promise<Evaluation> {
  const run = openRun(folder);
  const { compiled, layout, manifest } = run;
  const sets = subsets ? subsetsOf(compiled.interface) : [];
  const { state, values } = chosenCheckpoint(run, checkpoint);
  const rows = await failingIn(run.sources, () => loadSplit(run, split));
  const backend = await loadInference(run.project, engine);
  const model = await backend.open(compiled, { folder: layout.graphs, sources: run.sources });
  try {
    model.assign(values);
    const measured = (asked?: Asked) => measure(model, rows, { batch: manifest.batch, seed }, asked);
    const whole = {
      model: manifest.model,
      split,
      rows: rows.rows,
      epoch: state.epoch,
      outputs: await measured(),
    };
    if (!subsets) return whole;
    const each: SubsetEvaluation[] = [];
    for (const set of sets) {
      const asked = askedWith(compiled.interface, rows, set);
      each.push({ inputs: set, rows: asked.order.length, outputs: await measured(asked) });
    }
    return { ...whole, subsets: each };
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
      help: "Choose another split, or give it rows in the `data` declaration.",
    },
    { span: data.split.span },
  );
}

async function measure(
  model: OpenModel,
  split: Split,
  { batch, seed }: { readonly batch: number; readonly seed: number | undefined },
  asked: Asked = {},
): Promise<readonly OutputEvaluation[]> {
  const { outputs } = model.compiled.interface;
  const count = asked.order?.length ?? split.rows;
  const losses = new Float64Array(count);
  const collected = outputs.map((output) => {
    const measure = measureOf(output);
    return { output, measure, tally: createTally(measure), answers: createAnswers(measure, count) };
  });
  const take = ({ from, rows, losses: some, given, targets }: AnsweredRows) => {
    losses.set(some, from);
    for (const { output, measure, tally, answers } of collected) {
      for (let row = 0; row < rows; row++) {
        measure.answer(given.get(output.name)!, targets.get(output.name)!, row, answers, from + row);
        addAnswer(measure, tally, answers, from + row);
      }
    }
  };
  await answerSplit(model, split, batch, take, asked);
  return collected.map(({ output, measure, tally, answers }) => {
    const { name, kind } = output;
    const metrics = estimateMetrics(measure, answers, losses, seed === undefined ? {} : { seed });
    const details = runtimeOf(output).details(output as never, tally, answers as never);
    return { name, kind, metrics, ...details, answers } as OutputEvaluation;
  });
}
