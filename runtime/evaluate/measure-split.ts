import type { OutputKindName } from "../../compiler/plan/interface.ts";
import type { Split } from "../data/dataset.ts";
import type { OpenModel } from "../model/backend.ts";
import { type Fared, runtimeOf } from "../outputs/index.ts";
import { type AnsweredRows, type Asked, answerSplit } from "./answer-split.ts";
import type { Estimate } from "./bootstrap.ts";
import { estimateMetrics } from "./intervals.ts";
import { addAnswer, createAnswers, createTally, measureOf } from "./tally.ts";

/** How one output fared, its metrics with 95 % bootstrap intervals over rows. */
export type OutputEvaluation = { [K in OutputKindName]: Fared<K, Estimate> }[OutputKindName];

/** How a model fared on rows of a split. */
export interface Measured {
  readonly outputs: readonly OutputEvaluation[];
  /** What is minimised, row by row. */
  readonly losses: Float64Array;
}

export interface MeasureOptions {
  readonly batch: number;
  /** Of the bootstrap. */
  readonly seed?: number | undefined;
  /** Of the bootstrap; with 0, bounds are NaN. */
  readonly resamples?: number | undefined;
}

/** Has a model answer rows of a split, `batch` at a time, and measures each of its outputs. */
export async function measureSplit(
  model: OpenModel,
  split: Split,
  { batch, seed, resamples }: MeasureOptions,
  asked: Asked = {},
): Promise<Measured> {
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
  const measured = collected.map(({ output, measure, tally, answers }) => {
    const { name, kind } = output;
    const metrics = estimateMetrics(measure, answers, losses, {
      ...(seed === undefined ? {} : { seed }),
      ...(resamples === undefined ? {} : { resamples }),
    });
    const details = runtimeOf(output).details(output as never, tally, answers as never);
    return { name, kind, metrics, ...details, answers } as OutputEvaluation;
  });
  return { outputs: measured, losses };
}
