/**
 * The messages of TensorFlow's SavedModel format that the compiler writes, with the fields it uses: numbers and types
 * as in `tensorflow/core/protobuf/{saved_model,meta_graph}.proto` and `tensorflow/core/framework/*.proto`.
 */
import protobuf from "protobufjs/light.js";

const field = (id: number, type: string) => ({ id, type });
const many = (id: number, type: string) => ({ id, type, rule: "repeated" as const });
const map = (id: number, type: string) => ({ id, type, keyType: "string" });
const message = <F extends Record<string, unknown>>(fields: F) => ({ fields });
/** A message that holds exactly one of its fields, which is written even where it has its type's default. */
const choice = <F extends Record<string, unknown>>(fields: F) => ({
  fields,
  oneofs: { value: { oneof: Object.keys(fields) } },
});

const SCHEMA = {
  nested: {
    SavedModel: message({ savedModelSchemaVersion: field(1, "int64"), metaGraphs: many(2, "MetaGraphDef") }),
    MetaGraphDef: message({
      metaInfoDef: field(1, "MetaInfoDef"),
      graphDef: field(2, "GraphDef"),
      signatureDef: map(5, "SignatureDef"),
    }),
    MetaInfoDef: message({ tags: many(4, "string") }),
    SignatureDef: message({
      inputs: map(1, "TensorInfo"),
      outputs: map(2, "TensorInfo"),
      methodName: field(3, "string"),
    }),
    TensorInfo: message({
      name: field(1, "string"),
      dtype: field(2, "int32"),
      tensorShape: field(3, "TensorShapeProto"),
    }),
    GraphDef: message({ node: many(1, "NodeDef"), versions: field(4, "VersionDef") }),
    VersionDef: message({ producer: field(1, "int32"), minConsumer: field(2, "int32") }),
    NodeDef: message({
      name: field(1, "string"),
      op: field(2, "string"),
      input: many(3, "string"),
      device: field(4, "string"),
      attr: map(5, "AttrValue"),
    }),
    AttrValue: choice({
      list: field(1, "ListValue"),
      s: field(2, "bytes"),
      i: field(3, "int64"),
      f: field(4, "float"),
      b: field(5, "bool"),
      type: field(6, "int32"),
      shape: field(7, "TensorShapeProto"),
      tensor: field(8, "TensorProto"),
    }),
    ListValue: message({ s: many(2, "bytes"), i: many(3, "int64") }),
    TensorShapeProto: message({ dim: many(2, "Dim") }),
    Dim: message({ size: field(1, "int64") }),
    TensorProto: message({
      dtype: field(1, "int32"),
      tensorShape: field(2, "TensorShapeProto"),
      tensorContent: field(4, "bytes"),
      floatVal: many(5, "float"),
      doubleVal: many(6, "double"),
      intVal: many(7, "int32"),
      boolVal: many(11, "bool"),
    }),
  },
};

/** The message that a `saved_model.pb` is. */
export const SavedModelMessage = protobuf.Root.fromJSON(SCHEMA).lookupType("SavedModel");

export interface SavedModelProto {
  readonly savedModelSchemaVersion: number;
  readonly metaGraphs: readonly MetaGraphProto[];
}

export interface MetaGraphProto {
  readonly metaInfoDef: { readonly tags: readonly string[] };
  readonly graphDef: { readonly node: readonly NodeProto[]; readonly versions: VersionProto };
  readonly signatureDef: Readonly<Record<string, SignatureProto>>;
}

export interface VersionProto {
  readonly producer: number;
  readonly minConsumer: number;
}

export interface SignatureProto {
  readonly inputs: Readonly<Record<string, TensorInfoProto>>;
  readonly outputs: Readonly<Record<string, TensorInfoProto>>;
  readonly methodName: string;
}

export interface TensorInfoProto {
  readonly name: string;
  readonly dtype: number;
  readonly tensorShape: ShapeProto;
}

export interface ShapeProto {
  readonly dim: readonly { readonly size: number }[];
}

export interface NodeProto {
  readonly name: string;
  readonly op: string;
  readonly input: readonly string[];
  readonly attr: Readonly<Record<string, AttrProto>>;
}

export type AttrProto =
  | { readonly list: { readonly i: readonly number[] } | { readonly s: readonly Uint8Array[] } }
  | { readonly s: Uint8Array }
  | { readonly i: number }
  | { readonly f: number }
  | { readonly b: boolean }
  | { readonly type: number }
  | { readonly shape: ShapeProto }
  | { readonly tensor: TensorProto };

export interface TensorProto {
  readonly dtype: number;
  readonly tensorShape: ShapeProto;
  readonly tensorContent?: Uint8Array;
  readonly floatVal?: readonly number[];
  readonly doubleVal?: readonly number[];
  readonly intVal?: readonly number[];
  readonly boolVal?: readonly boolean[];
}

/** The bytes of a `saved_model.pb`: equal models give equal bytes. */
export function encodeSavedModel(model: SavedModelProto): Uint8Array {
  return SavedModelMessage.encode({ ...model }).finish();
}
