import { createDraw } from "../draws.ts";
import type { Answers, Measure } from "../outputs/define.ts";
import {
  type Estimate,
  type GroupedOptions,
  percentileInterval,
  RESAMPLES,
  resampling,
} from "./bootstrap.ts";
import { addAnswer, clearTally, createTally } from "./tally.ts";

/**
 * The metrics of a model trained with several seeds: means over the seeds, with 95 % intervals from resampling rows
 * and seeds, both with replacement, so that they cover other rows and other seeds.
 *
 * @param runs each seed's answers to the same rows
 * @throws RangeError where the rows are not the same
 */
export function estimateAcrossSeeds<C extends string, M extends string, R extends string>(
  measure: Measure<C | "truth", M, R>,
  runs: readonly Answers<C | "truth">[],
  { seed = 0, resamples = RESAMPLES, groups }: GroupedOptions = {},
): Readonly<Record<M | R, Estimate>> {
  const truth = runs[0]?.truth ?? new Float64Array(0);
  const rows = truth.length / measure.columns.truth;
  if (rows === 0 || runs.some((run) => String(run.truth) !== String(truth))) {
    throw new RangeError("Give answers to the same rows for every seed, at least one of each.");
  }
  const tally = createTally(measure);
  const times = new Uint32Array(rows);
  const rankings = runs.map((run) => measure.rank?.(run, rows));
  type Values = Readonly<Record<string, number>>;
  const measured = (which: number, drawn: ArrayLike<number>): Values => {
    clearTally(tally);
    times.fill(0);
    for (let i = 0; i < drawn.length; i++) {
      const row = drawn[i]!;
      addAnswer(measure, tally, runs[which]!, row);
      times[row]!++;
    }
    return { ...measure.metrics(tally), ...rankings[which]?.(times) };
  };

  const draw = createDraw(seed, ":across seeds");
  const drawRows = resampling(rows, groups, draw);
  const all = Uint32Array.from({ length: rows }, (_, row) => row);
  const whole = runs.map((_, which) => measured(which, all));
  const resampled = Array.from({ length: resamples }, () => {
    const drawn = drawRows();
    return runs.map(() => measured(draw(runs.length), drawn));
  });
  const estimates = Object.keys(whole[0]!).map((name): [string, Estimate] => {
    const mean = (of: readonly Values[]) => of.reduce((sum, one) => sum + one[name]!, 0) / of.length;
    return [name, { value: mean(whole), ...percentileInterval(resampled.map(mean)) }];
  });
  return Object.fromEntries(estimates) as Record<M | R, Estimate>;
}
