import type { ModelInterface } from "../compiler/plan/interface.ts";
import type { Source } from "../diagnostics/source.ts";
import { failingIn } from "./failure.ts";
import { type InferenceEngine, loadInference } from "./model/inference.ts";
import {
  createPredictor,
  type Prediction,
  type PredictOptions,
  type Predictor,
} from "./predict/predictor.ts";
import { chosenCheckpoint } from "./run/chosen-checkpoint.ts";
import { readFitted } from "./run/manifest.ts";
import { openRun } from "./run/open-run.ts";

/** A trained model that predicts records. */
export interface LoadedModel<P extends Prediction = Prediction> extends Predictor<P> {
  readonly interface: ModelInterface;
  /** The author's files, in which findings about records point at inputs. */
  readonly sources: readonly Source[];
  /** Frees the model's memory on the engine. */
  close(): void;
}

export interface LoadOptions {
  /** `best` where there is one. */
  readonly checkpoint?: "best" | "last" | undefined;
  /** What answers: ONNX Runtime unless TensorFlow is asked for. */
  readonly engine?: InferenceEngine | undefined;
}

/**
 * Loads the model of a run's folder. `P` is what is known about its outputs: with
 * `load<{ mood: CategoryDecision; price: NumberDecision }>(run)` predictions have those fields.
 *
 * @throws RuntimeFailure about run or checkpoint
 * @throws EngineError
 */
export async function load<P extends Prediction = Prediction>(
  folder: string,
  { checkpoint, engine }: LoadOptions = {},
): Promise<LoadedModel<P>> {
  const run = openRun(folder);
  const { compiled, layout, sources, project } = run;
  const { values } = chosenCheckpoint(run, checkpoint);
  const backend = await loadInference(project, engine);
  const model = await backend.open(compiled, { folder: layout.graphs, sources });
  model.assign(values);
  const fitted = readFitted(layout);
  const { predict } = createPredictor<P>({ model, fitted });
  return {
    predict: (...request) => failingIn(sources, () => predict(...request)),
    interface: compiled.interface,
    sources,
    close: model.close,
  };
}

/** Predicts records with the model of a run's folder, which is loaded for it. */
export async function predict<P extends Prediction = Prediction>(
  folder: string,
  records: readonly unknown[],
  options: LoadOptions & PredictOptions = {},
): Promise<P[]> {
  const model = await load<P>(folder, options);
  try {
    return await model.predict(records, options);
  } finally {
    model.close();
  }
}
