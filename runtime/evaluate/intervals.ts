import { createDraw } from "../draws.ts";
import type { Answers, Measure } from "../outputs/define.ts";
import { type BootstrapOptions, type Estimate, percentileInterval, RESAMPLES } from "./bootstrap.ts";
import { addAnswer, clearTally, createTally } from "./tally.ts";

/** Metrics and mean loss with 95 % bootstrap intervals over rows. `losses` are what is minimised, row by row. */
export function estimateMetrics<C extends string, M extends string, R extends string>(
  measure: Measure<C, M, R>,
  answers: Answers<C>,
  losses: Float64Array,
  { seed = 0, resamples = RESAMPLES }: BootstrapOptions = {},
): Readonly<Record<M | R | "loss", Estimate>> {
  const rows = losses.length;
  const tally = createTally(measure);
  const ranked = measure.rank?.(answers, rows);
  /** How often each row was drawn. */
  const times = new Uint32Array(rows);
  const measured = (rowAt: (i: number) => number): Readonly<Record<string, number>> => {
    clearTally(tally);
    times.fill(0);
    let loss = 0;
    for (let i = 0; i < rows; i++) {
      const row = rowAt(i);
      addAnswer(measure, tally, answers, row);
      times[row]!++;
      loss += losses[row]!;
    }
    return { loss: loss / rows, ...measure.metrics(tally), ...ranked?.(times) };
  };

  const whole = measured((i) => i);
  const draw = createDraw(seed, ":bootstrap");
  const resampled = Array.from({ length: rows === 0 ? 0 : resamples }, () => measured(() => draw(rows)));
  const estimates = Object.entries(whole).map(([name, value]): [string, Estimate] => [
    name,
    { value, ...percentileInterval(resampled.map((metrics) => metrics[name]!)) },
  ]);
  return Object.fromEntries(estimates) as Record<M | R | "loss", Estimate>;
}
