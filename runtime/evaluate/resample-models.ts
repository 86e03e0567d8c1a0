import { createDraw } from "../draws.ts";
import type { Answers, Measure } from "../outputs/define.ts";
import { type BootstrapOptions, type Estimate, percentileInterval, RESAMPLES } from "./bootstrap.ts";
import { addAnswer, clearTally, createTally } from "./tally.ts";

/** Metrics of several models, each trained with the same seeds and measured on the same rows. */
export interface Resampled<M extends string = string> {
  /** Of a model: means over its seeds, with 95 % intervals that cover other rows and other seeds. */
  estimates(model: number): Readonly<Record<M, Estimate>>;
  /** A metric of model `a` less that of model `b`, paired: every resample takes the same rows and seeds of both. */
  difference(a: number, b: number, metric: M): Estimate;
}

type Values = Readonly<Record<string, number>>;

/**
 * Draws rows and seeds again and again, with replacement, and measures all models on what is drawn.
 *
 * Source: Koehn, Statistical significance tests for machine translation evaluation, EMNLP 2004, for the pairing.
 *
 * @param models by model and seed, the answers to the same rows
 * @throws RangeError where seeds or rows of the models do not correspond
 */
export function resampleModels<C extends string, M extends string, R extends string>(
  measure: Measure<C, M, R>,
  models: readonly (readonly Answers<C>[])[],
  { seed = 0, resamples = RESAMPLES }: BootstrapOptions = {},
): Resampled<M | R> {
  const seeds = models[0]?.length ?? 0;
  const first = models[0]?.[0];
  const rows = first === undefined ? 0 : rowsOf(measure, first);
  const alike = models.every(
    (runs) => runs.length === seeds && runs.every((run) => isAbout(measure, run, first!, rows)),
  );
  if (rows === 0 || !alike) {
    throw new RangeError(
      "Give answers of each model to the same rows for the same seeds, at least one of each.",
    );
  }

  const tally = createTally(measure);
  const times = new Uint32Array(rows);
  const rankings = models.map((runs) => runs.map((run) => measure.rank?.(run, rows)));
  const measured = (model: number, run: number, drawn: Uint32Array): Values => {
    clearTally(tally);
    times.fill(0);
    for (const row of drawn) {
      addAnswer(measure, tally, models[model]![run]!, row);
      times[row]!++;
    }
    return { ...measure.metrics(tally), ...rankings[model]![run]?.(times) };
  };
  const means = (runs: ArrayLike<number>, drawn: Uint32Array): Values[] =>
    models.map((_, model) => meanOf(Array.from(runs, (run) => measured(model, run, drawn))));

  const whole = means(
    models[0]!.map((_, run) => run),
    Uint32Array.from({ length: rows }, (_, row) => row),
  );
  const draw = createDraw(seed, ":resampled models");
  const drawn = new Uint32Array(rows);
  const drawnRuns = new Uint32Array(seeds);
  const resampled = Array.from({ length: resamples }, () => {
    for (let i = 0; i < rows; i++) drawn[i] = draw(rows);
    for (let i = 0; i < seeds; i++) drawnRuns[i] = draw(seeds);
    return means(drawnRuns, drawn);
  });

  const estimate = (of: (values: readonly Values[]) => number): Estimate => ({
    value: of(whole),
    ...percentileInterval(resampled.map(of)),
  });
  return {
    estimates: (model) =>
      Object.fromEntries(
        Object.keys(whole[model]!).map((metric) => [metric, estimate((values) => values[model]![metric]!)]),
      ) as Record<M | R, Estimate>,
    difference: (a, b, metric) => estimate((values) => values[a]![metric]! - values[b]![metric]!),
  };
}

function rowsOf<C extends string>({ columns }: Measure<C>, answers: Answers<C>): number {
  const [name, width] = Object.entries<number>(columns)[0]!;
  return (answers as Answers)[name]!.length / width;
}

/** Whether answers are to as many rows as others, and to the same ones as far as their targets tell. */
function isAbout<C extends string>(measure: Measure<C>, a: Answers, b: Answers, rows: number): boolean {
  return rowsOf(measure, a) === rows && (a.truth?.every((value, i) => value === b.truth![i]) ?? true);
}

function meanOf(all: readonly Values[]): Values {
  const names = Object.keys(all[0]!);
  return Object.fromEntries(
    names.map((name) => [name, all.reduce((sum, one) => sum + one[name]!, 0) / all.length]),
  );
}
