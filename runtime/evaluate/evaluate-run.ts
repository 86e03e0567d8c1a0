import type { SplitName } from "../data/split-names.ts";
import { openRun } from "../run/open-run.ts";
import type { Asked } from "./answer-split.ts";
import { type AnsweringOptions, answering } from "./answering.ts";
import { measureSplit, type OutputEvaluation } from "./measure-split.ts";
import { askedWith, subsetsOf } from "./subsets.ts";
import { measureTemperatures, type Tempered } from "./temperatures.ts";

export type { OutputEvaluation };

/** How a trained model fared on the rows of a split. */
export interface Evaluation {
  readonly model: string;
  readonly split: SplitName;
  readonly rows: number;
  /** The epoch, from 1, whose weights were measured. */
  readonly epoch: number;
  readonly outputs: readonly OutputEvaluation[];
  /** Where temperatures were found on the validation split: what each does to how sure a decision is. */
  readonly temperatures?: readonly Tempered[];
  /** Where it was asked for: how it fared with each set of the optional inputs, all of them first. */
  readonly subsets?: readonly SubsetEvaluation[];
}

/** How a model fared when records had these of the optional inputs and no others. */
export interface SubsetEvaluation extends Pick<Evaluation, "rows" | "outputs"> {
  readonly inputs: readonly string[];
}

export interface EvaluateOptions extends AnsweringOptions {
  readonly split?: SplitName | undefined;
  /** Of the bootstrap. */
  readonly seed?: number | undefined;
  /** Of the bootstrap; with 0, bounds are NaN. */
  readonly resamples?: number | undefined;
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
  { split = "test", checkpoint, engine, seed, resamples, subsets = false }: EvaluateOptions = {},
): Promise<Evaluation> {
  const run = openRun(folder);
  const { compiled, manifest } = run;
  const sets = subsets ? subsetsOf(compiled.interface) : [];
  return answering(run, split, { checkpoint, engine }, async ({ model, rows, epoch }) => {
    const measured = async (asked?: Asked) =>
      (await measureSplit(model, rows, { batch: manifest.batch, seed, resamples }, asked)).outputs;
    const outputs = await measured();
    const temperatures = await measureTemperatures(model, rows, manifest.batch);
    const whole = {
      model: manifest.model,
      split,
      rows: rows.rows,
      epoch,
      outputs,
      ...(temperatures.length > 0 && { temperatures }),
    };
    if (!subsets) return whole;
    const each: SubsetEvaluation[] = [];
    for (const set of sets) {
      const asked = askedWith(compiled.interface, rows, set);
      each.push({ inputs: set, rows: asked.order.length, outputs: await measured(asked) });
    }
    return { ...whole, subsets: each };
  });
}
