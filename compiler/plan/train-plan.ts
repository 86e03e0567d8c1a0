import type { Span } from "../../diagnostics/source.ts";

/** A checked `train` declaration, as far as the runtime acts on it; the arithmetic of it is in the graph. */
export interface TrainPlan {
  readonly model: string;
  readonly data: string;
  readonly span: Span;
  readonly epochs: number;
  readonly batch: number;
  readonly seed: number;
  readonly stop?: EarlyStopping;
}

/** Stop when `metric` on `split` has not improved for `patience` epochs; the best epoch's weights are kept. */
export interface EarlyStopping {
  readonly split: "train" | "validation";
  readonly metric: MetricName;
  readonly patience: number;
}

/** Metrics of an output, in the order in which they are shown. */
export const METRICS = {
  loss: { better: "lower", summary: "mean of what is minimised" },
  accuracy: { better: "higher", summary: "share of rows whose likeliest label is the true one" },
  macro_f1: { better: "higher", summary: "F1 of every label, averaged with equal weight" },
  balanced_accuracy: { better: "higher", summary: "recall of every label, averaged with equal weight" },
  log_loss: { better: "lower", summary: "mean negative log-probability of the true label, in nats" },
} as const;

export type MetricName = keyof typeof METRICS;
