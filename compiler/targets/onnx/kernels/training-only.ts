import type { Node } from "../../../graph/tensor.ts";

/** A primitive that occurs only where a model is trained, which this target does not do yet. */
export function trainingOnly(_: unknown, __: unknown, { primitive }: Node): never {
  throw new Error(`${primitive} is computed only in training, which ONNX graphs do not do.`);
}
