import { createDraw } from "../draws.ts";
import { type BootstrapOptions, type Estimate, percentileInterval, RESAMPLES } from "./bootstrap.ts";
import { metricsOf, type OutputMetrics } from "./metrics.ts";
import { clearTally, createTally } from "./tally.ts";

/** One output's answers, row by row. */
export interface Answers {
  readonly labels: number;
  readonly truth: Int32Array;
  readonly predicted: Int32Array;
  /** `-ln p` of the true label. */
  readonly logLoss: Float64Array;
}

export type MetricEstimates = Readonly<Record<keyof OutputMetrics | "loss", Estimate>>;

/** Metrics and mean loss with 95 % bootstrap intervals over rows. `losses` are what is minimised, row by row. */
export function estimateMetrics(
  { labels, truth, predicted, logLoss }: Answers,
  losses: Float64Array,
  { seed = 0, resamples = RESAMPLES }: BootstrapOptions = {},
): MetricEstimates {
  const rows = truth.length;
  const tally = createTally(labels);
  const measure = (rowAt: (i: number) => number): Record<keyof MetricEstimates, number> => {
    clearTally(tally);
    let loss = 0;
    for (let i = 0; i < rows; i++) {
      const row = rowAt(i);
      tally.confusion[truth[row]! * labels + predicted[row]!]!++;
      tally.logLoss += logLoss[row]!;
      loss += losses[row]!;
    }
    tally.rows = rows;
    return { loss: loss / rows, ...metricsOf(tally) };
  };

  const whole = measure((i) => i);
  const draw = createDraw(seed, ":bootstrap");
  const resampled = Array.from({ length: rows === 0 ? 0 : resamples }, () => measure(() => draw(rows)));
  const estimate = (name: keyof MetricEstimates): Estimate => ({
    value: whole[name],
    ...percentileInterval(resampled.map((metrics) => metrics[name])),
  });
  return {
    loss: estimate("loss"),
    accuracy: estimate("accuracy"),
    macro_f1: estimate("macro_f1"),
    balanced_accuracy: estimate("balanced_accuracy"),
    log_loss: estimate("log_loss"),
  };
}
