import { isEngineError } from "../engine/error.ts";
import type { Backend } from "../model/backend.ts";

/** What can take training steps. Where none is asked for it is TensorFlow, or ONNX Runtime where that is not there. */
export const TRAINING_ENGINES = ["tensorflow", "onnx"] as const;
export type TrainingEngine = (typeof TRAINING_ENGINES)[number];

export interface Asked {
  /** Folder of the project, whose own TensorFlow comes first. */
  readonly cwd: string;
  readonly engine?: TrainingEngine | undefined;
  /** Inside an operation. */
  readonly threads?: number | undefined;
}

/** An engine, and what the user should know of how it was chosen. */
export interface Chosen {
  readonly backend: Backend;
  readonly notes: readonly string[];
}

/**
 * Loads what trains.
 *
 * @throws EngineError
 * @throws RuntimeFailure `onnx-unavailable`
 */
export async function loadTrainingEngine({ cwd, engine, threads }: Asked): Promise<Chosen> {
  const onnx = async () => (await import("../onnx/backend.ts")).loadOnnx({ threads });
  if (engine === "onnx") return { backend: await onnx(), notes: [] };
  const { loadTensorflow } = await import("../tensorflow/backend.ts");
  const asked = threads === undefined ? {} : { threads: { intra: threads } };
  try {
    return { backend: await loadTensorflow({ cwd, ...asked }), notes: [] };
  } catch (error) {
    if (engine === "tensorflow" || !isEngineError(error) || error.reason !== "not-installed") throw error;
    return { backend: await onnx(), notes: [FALLBACK] };
  }
}

const FALLBACK =
  "no TensorFlow engine is installed, so ONNX Runtime trains; `fusewire engine install` gives the machine one, which is faster";
