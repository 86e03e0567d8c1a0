import type * as Ort from "onnxruntime-node";
import { failure, messageOf } from "../failure.ts";

/** What is used of onnxruntime-node. */
export type OnnxRuntime = Pick<typeof Ort, "InferenceSession" | "Tensor" | "env">;

/**
 * ONNX Runtime, which comes inside its npm package for this machine.
 *
 * @throws RuntimeFailure `onnx-unavailable`
 */
export async function loadOnnxRuntime(): Promise<OnnxRuntime> {
  try {
    const module = await import("onnxruntime-node");
    return "InferenceSession" in module ? module : (module as { readonly default: OnnxRuntime }).default;
  } catch (error) {
    throw failure(
      "onnx-unavailable",
      {
        message: `ONNX Runtime cannot be loaded: ${messageOf(error).split("\n")[0]}`,
        help: "Install its package again (`npm install onnxruntime-node`), or choose TensorFlow: `--engine tensorflow`.",
      },
      { cause: error },
    );
  }
}
