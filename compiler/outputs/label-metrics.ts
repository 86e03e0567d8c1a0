/** Metrics that several kinds of outputs with labels have. */
import type { Metric } from "./define.ts";

export const BALANCED_ACCURACY = {
  better: "higher",
  summary: "recall of every label, averaged with equal weight",
} as const satisfies Metric;

export const LOG_LOSS = {
  better: "lower",
  summary: "mean negative log-probability of the true label, in nats",
} as const satisfies Metric;

/** How well the probability of a label tells the rows that have it from those that have not. */
export const RANKED_METRICS = {
  auroc: {
    better: "higher",
    summary:
      "probability that a row with a label is given more of it than a row without, averaged over labels: 0.5 for guessing",
    ranked: true,
  },
  average_precision: {
    better: "higher",
    summary: "area below the curve of precision over recall of every label, by steps, averaged over labels",
    ranked: true,
  },
} as const satisfies Readonly<Record<string, Metric>>;

/** Whether probabilities mean what they say. */
export const CONFIDENCE_METRICS = {
  brier: {
    better: "lower",
    summary: "mean squared distance of the probabilities from the truth, halved: from 0 to 1",
  },
  calibration_error: {
    better: "lower",
    summary:
      "expected calibration error: how far confidence is from being right, on average over 15 equal bins",
  },
} as const satisfies Readonly<Record<string, Metric>>;
