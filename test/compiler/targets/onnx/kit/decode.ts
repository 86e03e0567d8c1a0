import { ModelMessage, type ModelProto } from "../../../../../compiler/targets/onnx/proto.ts";

/** What an ONNX file says. */
export function decodeModel(bytes: Uint8Array): ModelProto {
  return ModelMessage.toObject(ModelMessage.decode(bytes), {
    longs: Number,
    arrays: true,
  }) as ModelProto;
}

/** The operators of a graph in their order. */
export const operatorsOf = (bytes: Uint8Array): string[] =>
  decodeModel(bytes).graph.node.map(({ opType }) => opType);
