import type { Span } from "../../diagnostics/source.ts";

/** A checked `train` declaration, as far as the runtime acts on it; the arithmetic of it is in the graph. */
export interface TrainPlan {
  readonly model: string;
  readonly data: string;
  readonly span: Span;
  readonly epochs: number;
  readonly batch: number;
  readonly seed: number;
  /** The names of the terms of what is minimised, where there are several. */
  readonly terms?: readonly string[];
  readonly stop?: EarlyStopping;
}

/** Stop when `metric` on `split` has not improved for `patience` epochs; the best epoch's weights are kept. */
export interface EarlyStopping {
  readonly split: "train" | "validation";
  /** A name in `METRICS`, or `<output>.<name>`. */
  readonly metric: string;
  readonly patience: number;
}
