import type { Backend } from "./backend.ts";

/** What may answer records; the first unless another is asked for. */
export const INFERENCE_ENGINES = ["onnx", "tensorflow"] as const;
export type InferenceEngine = (typeof INFERENCE_ENGINES)[number];

const LOADERS: Readonly<Record<InferenceEngine, (project: string) => Promise<Backend>>> = {
  onnx: async () => (await import("../onnx/backend.ts")).loadOnnx(),
  tensorflow: async (cwd) => (await import("../tensorflow/backend.ts")).loadTensorflow({ cwd }),
};

/**
 * What answers records of a project's models, loaded when it is asked for.
 *
 * @throws RuntimeFailure `onnx-unavailable`
 * @throws EngineError
 */
export function loadInference(project: string, engine: InferenceEngine = "onnx"): Promise<Backend> {
  return LOADERS[engine](project);
}
