import type { Fitted } from "../data/encoders/define.ts";
import { encoderOf } from "../data/encoders/index.ts";
import type { OpenModel } from "../model/backend.ts";
import { type Prediction, type Predictor, predictorWith } from "./predict-records.ts";
import { recordSchema } from "./record-schema.ts";
import { createRecordCheck } from "./validate.ts";

export type { Prediction, PredictOptions, Predictor } from "./predict-records.ts";

interface PredictorParts {
  readonly model: Pick<OpenModel, "compiled" | "run">;
  /** What the encoders learned when the model was trained, by input. */
  readonly fitted: Readonly<Record<string, Fitted>>;
  /** Records that are computed at a time. */
  readonly batch?: number;
}

/** @throws RuntimeFailure `modality-unsupported` */
export function createPredictor<P extends Prediction = Prediction>(parts: PredictorParts): Predictor<P> {
  const { interface: face, training } = parts.model.compiled;
  const schema = recordSchema(face, training?.data.fields);
  return predictorWith<P>({ ...parts, encoderOf, check: createRecordCheck(face, schema) });
}
