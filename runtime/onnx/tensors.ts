import type { Tensor } from "onnxruntime-node";
import { elements, isBatch, type Shape } from "../../compiler/graph/tensor.ts";
import type { Port } from "../../compiler/targets/onnx/model.ts";
import type { HostTensor } from "../engine/engine.ts";
import type { OnnxRuntime } from "./library.ts";

/** A feed in the form in which batches come, as ONNX Runtime takes it; nothing is copied. */
export function feedTensor(
  ort: OnnxRuntime,
  { name, dtype, shape }: Port,
  given: HostTensor | undefined,
): Tensor {
  if (given === undefined) throw new Error(`nothing is fed as ${name}`);
  if (given.dtype === "string") {
    const [bytes] = given.data as readonly [Uint8Array];
    return new ort.Tensor("uint8", bytes, sizesFor(shape, bytes.length));
  }
  if (dtype === "float32" && given.dtype === "int32") {
    const { buffer, byteOffset, length } = given.data;
    return new ort.Tensor("float32", new Float32Array(buffer, byteOffset, length), given.shape);
  }
  return new ort.Tensor(given.dtype, given.data as Float32Array, given.shape);
}

/** The sizes of a shape with one that grows with the batch, from how many numbers there are. */
function sizesFor(shape: Shape, count: number): number[] {
  const rows = count / elements(shape).fixed;
  return shape.map((dim) => (isBatch(dim) ? dim.batch * rows : dim));
}

/** A result in ordinary memory. */
export function hostTensor({ type, dims, data }: Tensor): HostTensor {
  if (type === "float32") return { dtype: type, shape: dims, data: data as Float32Array };
  if (type === "int32") return { dtype: type, shape: dims, data: data as Int32Array };
  if (type === "bool") return { dtype: type, shape: dims, data: data as Uint8Array };
  throw new Error(`ONNX Runtime gave ${type}`);
}
