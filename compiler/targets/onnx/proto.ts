/**
 * The messages of the ONNX format that the compiler writes, with the fields it uses: numbers and types as in
 * `onnx/onnx.proto`.
 */
import protobuf from "protobufjs/light.js";

const field = (id: number, type: string) => ({ id, type });
const many = (id: number, type: string) => ({ id, type, rule: "repeated" as const });
const message = <F extends Record<string, unknown>>(fields: F) => ({ fields });
/** A message that holds exactly one of its fields, which is written even where it has its type's default. */
const choice = <F extends Record<string, unknown>>(fields: F) => ({
  fields,
  oneofs: { value: { oneof: Object.keys(fields) } },
});

const SCHEMA = {
  nested: {
    ModelProto: message({
      irVersion: field(1, "int64"),
      producerName: field(2, "string"),
      producerVersion: field(3, "string"),
      docString: field(6, "string"),
      graph: field(7, "GraphProto"),
      opsetImport: many(8, "OperatorSetIdProto"),
      metadataProps: many(14, "StringStringEntryProto"),
    }),
    OperatorSetIdProto: message({ domain: field(1, "string"), version: field(2, "int64") }),
    StringStringEntryProto: message({ key: field(1, "string"), value: field(2, "string") }),
    GraphProto: message({
      node: many(1, "NodeProto"),
      name: field(2, "string"),
      initializer: many(5, "TensorProto"),
      input: many(11, "ValueInfoProto"),
      output: many(12, "ValueInfoProto"),
    }),
    NodeProto: message({
      input: many(1, "string"),
      output: many(2, "string"),
      name: field(3, "string"),
      opType: field(4, "string"),
      attribute: many(5, "AttributeProto"),
    }),
    AttributeProto: message({
      name: field(1, "string"),
      f: field(2, "float"),
      i: field(3, "int64"),
      s: field(4, "bytes"),
      floats: many(7, "float"),
      ints: many(8, "int64"),
      type: field(20, "int32"),
    }),
    TensorProto: message({
      dims: many(1, "int64"),
      dataType: field(2, "int32"),
      name: field(8, "string"),
      rawData: field(9, "bytes"),
    }),
    ValueInfoProto: message({ name: field(1, "string"), type: field(2, "TypeProto") }),
    TypeProto: message({ tensorType: field(1, "TypeProtoTensor") }),
    TypeProtoTensor: message({ elemType: field(1, "int32"), shape: field(2, "TensorShapeProto") }),
    TensorShapeProto: message({ dim: many(1, "Dimension") }),
    Dimension: choice({ dimValue: field(1, "int64"), dimParam: field(2, "string") }),
  },
};

/** The message that an `.onnx` file is. */
export const ModelMessage = protobuf.Root.fromJSON(SCHEMA).lookupType("ModelProto");

export interface ModelProto {
  readonly irVersion: number;
  readonly producerName: string;
  readonly producerVersion: string;
  readonly docString?: string;
  readonly graph: GraphProto;
  readonly opsetImport: readonly { readonly domain: string; readonly version: number }[];
  readonly metadataProps: readonly { readonly key: string; readonly value: string }[];
}

export interface GraphProto {
  readonly node: readonly NodeProto[];
  readonly name: string;
  readonly initializer: readonly TensorProto[];
  readonly input: readonly ValueInfoProto[];
  readonly output: readonly ValueInfoProto[];
}

export interface NodeProto {
  readonly name: string;
  readonly opType: string;
  readonly input: readonly string[];
  readonly output: readonly string[];
  readonly attribute: readonly AttributeProto[];
}

export type AttributeProto = { readonly name: string; readonly type: number } & (
  | { readonly f: number }
  | { readonly i: number }
  | { readonly s: Uint8Array }
  | { readonly floats: readonly number[] }
  | { readonly ints: readonly number[] }
);

export interface TensorProto {
  readonly name: string;
  readonly dims: readonly number[];
  readonly dataType: number;
  /** Little-endian, as it lies in memory. */
  readonly rawData: Uint8Array;
}

export interface ValueInfoProto {
  readonly name: string;
  readonly type: {
    readonly tensorType: { readonly elemType: number; readonly shape: { readonly dim: readonly DimProto[] } };
  };
}

export type DimProto = { readonly dimValue: number } | { readonly dimParam: string };

/** The bytes of an `.onnx` file: equal models give equal bytes. */
export function encodeModel(model: ModelProto): Uint8Array {
  return ModelMessage.encode({ ...model }).finish();
}
