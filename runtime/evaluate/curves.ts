import type { Ranking } from "../outputs/ranking.ts";

/** A threshold, and the rates of what is told where a score of at least that counts as a yes. */
export interface Threshold {
  readonly truePositive: number;
  readonly falsePositive: number;
  /** NaN where nothing is told. */
  readonly precision: number;
}

/**
 * What a ranking comes to at each threshold, from the one that nothing reaches to the one that everything does; rows of
 * one score have one threshold. The ROC curve leads from (0, 0) to (1, 1) through the rates, the precision-recall curve
 * goes in steps. Empty where no row is positive, or every one.
 *
 * Source: Fawcett, An introduction to ROC analysis, Pattern Recognition Letters 2006, algorithm 1.
 */
export function thresholdsOf({ positive, tied }: Ranking): Threshold[] {
  const positives = positive.reduce((sum, one) => sum + one, 0);
  const negatives = positive.length - positives;
  if (positives === 0 || negatives === 0) return [];
  const thresholds: Threshold[] = [{ truePositive: 0, falsePositive: 0, precision: Number.NaN }];
  let right = 0;
  for (let place = 0; place < positive.length; place++) {
    right += positive[place]!;
    if (tied[place] === 1) continue;
    const told = place + 1;
    thresholds.push({
      truePositive: right / positives,
      falsePositive: (told - right) / negatives,
      precision: right / told,
    });
  }
  return thresholds;
}
