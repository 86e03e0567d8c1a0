import { createDraw } from "../draws.ts";
import { type BootstrapOptions, type Estimate, percentileInterval, RESAMPLES } from "./bootstrap.ts";
import type { Answers } from "./intervals.ts";
import { metricsOf, type OutputMetrics } from "./metrics.ts";
import { clearTally, createTally } from "./tally.ts";

export type SeedEstimates = Readonly<Record<keyof OutputMetrics, Estimate>>;

/**
 * The metrics of a model trained with several seeds: means over the seeds, with 95 % intervals from resampling rows
 * and seeds, both with replacement, so that they cover other rows and other seeds.
 *
 * @param runs each seed's answers to the same rows
 * @throws RangeError where the rows are not the same
 */
export function estimateAcrossSeeds(
  runs: readonly Answers[],
  { seed = 0, resamples = RESAMPLES }: BootstrapOptions = {},
): SeedEstimates {
  const rows = runs[0]?.truth.length ?? 0;
  const labels = runs[0]?.labels ?? 0;
  const truth = String(runs[0]?.truth);
  if (rows === 0 || runs.some((run) => String(run.truth) !== truth)) {
    throw new RangeError("Give answers to the same rows for every seed, at least one of each.");
  }
  const tally = createTally(labels);
  const measure = (run: Answers, rowAt: (i: number) => number): OutputMetrics => {
    clearTally(tally);
    for (let i = 0; i < rows; i++) {
      const row = rowAt(i);
      tally.confusion[run.truth[row]! * labels + run.predicted[row]!]!++;
      tally.logLoss += run.logLoss[row]!;
    }
    tally.rows = rows;
    return metricsOf(tally);
  };

  const draw = createDraw(seed, ":across seeds");
  const whole = runs.map((run) => measure(run, (i) => i));
  const resampled = Array.from({ length: resamples }, () => {
    const drawn = Array.from({ length: rows }, () => draw(rows));
    return runs.map(() => measure(runs[draw(runs.length)]!, (i) => drawn[i]!));
  });
  const estimate = (name: keyof OutputMetrics): Estimate => {
    const mean = (of: readonly OutputMetrics[]) => of.reduce((sum, one) => sum + one[name], 0) / of.length;
    return { value: mean(whole), ...percentileInterval(resampled.map(mean)) };
  };
  return {
    accuracy: estimate("accuracy"),
    macro_f1: estimate("macro_f1"),
    balanced_accuracy: estimate("balanced_accuracy"),
    log_loss: estimate("log_loss"),
  };
}
