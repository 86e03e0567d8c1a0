import {
  type CategoryColumn,
  type CategoryDecision,
  type CategoryDetails,
  category,
  confusionMeasure,
  labelDetails,
} from "./category.ts";
import { byLabel } from "./confusion.ts";
import type { Measure, OutputRuntime, RankedMetric, SummedOf } from "./define.ts";

export const ordered: OutputRuntime<"ordered", CategoryDecision, CategoryColumn, CategoryDetails> = {
  encoder: (output) => category.encoder({ ...output, kind: "category" }),
  decide: ({ category: { labels } }, given) => ({
    label: labels[median(given, 0, labels.length)]!,
    probabilities: byLabel(labels, given),
  }),
  measure: ({ category: { labels } }) => orderedMeasure(labels.length),
  details: ({ category: { labels } }, tally, answers) => labelDetails(labels, tally, answers),
};

/** The first label up to which there is at least half of row `row` of probabilities `[rows, labels]`. */
function median(probabilities: Float32Array, row: number, labels: number): number {
  let below = 0;
  for (let label = 0; label < labels - 1; label++) {
    below += probabilities[row * labels + label]!;
    if (below >= 0.5) return label;
  }
  return labels - 1;
}

/** Source of kappa: Cohen, Psychological Bulletin 1968, with the squares of steps as weights. */
export function orderedMeasure(labels: number): Measure<CategoryColumn, SummedOf<"ordered">, RankedMetric> {
  const { common, ...base } = confusionMeasure(labels, median);
  return {
    ...base,
    metrics(tally) {
      const { sums, rows } = tally;
      const { accuracy, balanced_accuracy, log_loss, brier, calibration_error } = common(tally);
      const told = new Array<number>(labels).fill(0);
      const meant = new Array<number>(labels).fill(0);
      let steps = 0;
      let squares = 0;
      for (let truth = 0; truth < labels; truth++) {
        for (let given = 0; given < labels; given++) {
          const count = sums[truth * labels + given]!;
          meant[truth]! += count;
          told[given]! += count;
          steps += count * Math.abs(truth - given);
          squares += count * (truth - given) ** 2;
        }
      }
      // What guessing would come to that tells each label as often as it is told.
      const chance = meant.reduce(
        (sum, count, truth) =>
          sum + told.reduce((inner, other, given) => inner + count * other * (truth - given) ** 2, 0),
        0,
      );
      return {
        rank_error: steps / rows,
        accuracy,
        kappa: chance === 0 ? Number.NaN : 1 - (squares * rows) / chance,
        balanced_accuracy,
        log_loss,
        brier,
        calibration_error,
      };
    },
  };
}
