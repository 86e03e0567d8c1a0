import type { sources as primitives } from "../../../graph/primitives/sources.ts";
import type { Kernels } from "../kernel.ts";

export const sources: Kernels<keyof typeof primitives> = {
  constant: (emit, _, { attributes: { dtype, shape, value } }) => [emit.constant(dtype, shape, value)],
  feed: (emit, _, { attributes }) => [emit.feed(attributes.name)],
  read: (emit, _, { attributes }) => [emit.read(attributes.variable)],
  // ONNX's own random numbers are others on every machine, so these are drawn by the caller.
  random_uniform: (emit, _, { attributes: { stream, shape } }) => [emit.draw(stream, shape)],
};
