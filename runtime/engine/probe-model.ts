import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import protobuf from "protobufjs/light.js";

/**
 * The smallest model that shows a working engine: a linear regression of two weights, trained by gradient
 * descent inside the graph. All numbers are exact in float32, so any correct build gives them to the bit.
 *
 *     x = [[1 2] [3 4]]   y = [[1] [2]]   w = [[0] [0]]   rate = 1/16
 *     error = x w - y     loss = mean(error²)     gradient = xᵀ error (the 2 of the square over the 2 rows)
 *
 *     step 1  error = (-1, -2)           loss = (1 + 4) / 2        = 2.5         gradient = (-7, -10)
 *             w = (7/16, 10/16)
 *     step 2  error = (11/16, 29/16)     loss = (121 + 841) / 512  = 1.87890625  gradient = (98/16, 138/16)
 *             w = (7/16 - 98/256, 10/16 - 138/256) = (14/256, 22/256)
 */
export const probe = {
  signature: "train",
  inputs: {
    x: { shape: [2, 2], values: [1, 2, 3, 4] },
    y: { shape: [2, 1], values: [1, 2] },
  },
  output: "loss",
  losses: [2.5, 1.87890625],
  readSignature: "read",
  readOutput: "w",
  weights: [0.0546875, 0.0859375],
} as const;

const DT_FLOAT = 1;
const DT_INT32 = 3;
const DT_RESOURCE = 20;

type Attribute =
  | { type: number }
  | { shape: { dim: { size: number }[] } }
  | { s: Uint8Array }
  | { b: boolean }
  | { tensor: { dtype: number; tensorShape: { dim: { size: number }[] }; tensorContent: Uint8Array } };

export interface GraphNode {
  readonly name: string;
  readonly op: string;
  readonly input: readonly string[];
  readonly attr: Readonly<Record<string, Attribute>>;
}

const type = (code: number): Attribute => ({ type: code });
const shape = (...sizes: number[]) => ({ dim: sizes.map((size) => ({ size })) });
const bytes = (values: Float32Array | Int32Array) => new Uint8Array(values.buffer.slice(0));
const text = (value: string): Attribute => ({ s: new TextEncoder().encode(value) });

function node(name: string, op: string, input: string[], attr: Record<string, Attribute>): GraphNode {
  return { name, op, input, attr };
}

function constant(
  name: string,
  dtype: number,
  sizes: number[],
  values: Float32Array | Int32Array,
): GraphNode {
  return node(name, "Const", [], {
    dtype: type(dtype),
    value: { tensor: { dtype, tensorShape: shape(...sizes), tensorContent: bytes(values) } },
  });
}

const float = { T: type(DT_FLOAT) };
const product = (transposed: boolean): Record<string, Attribute> => ({
  ...float,
  transpose_a: { b: transposed },
  transpose_b: { b: false },
});

/** Every operation and attribute here was already in TensorFlow 2.7. */
const graph: readonly GraphNode[] = [
  node("x", "Placeholder", [], { dtype: type(DT_FLOAT), shape: { shape: shape(-1, 2) } }),
  node("y", "Placeholder", [], { dtype: type(DT_FLOAT), shape: { shape: shape(-1, 1) } }),
  node("w", "VarHandleOp", [], {
    dtype: type(DT_FLOAT),
    shape: { shape: shape(2, 1) },
    container: text(""),
    shared_name: text("w"),
  }),
  constant("w/zero", DT_FLOAT, [2, 1], Float32Array.of(0, 0)),
  node("w/assign", "AssignVariableOp", ["w", "w/zero"], { dtype: type(DT_FLOAT) }),
  node("start", "NoOp", ["^w/assign"], {}),
  node("w/value", "ReadVariableOp", ["w"], { dtype: type(DT_FLOAT) }),
  node("prediction", "MatMul", ["x", "w/value"], product(false)),
  node("error", "Sub", ["prediction", "y"], float),
  node("square", "Mul", ["error", "error"], float),
  constant("axes", DT_INT32, [2], Int32Array.of(0, 1)),
  node("loss/value", "Mean", ["square", "axes"], { ...float, Tidx: type(DT_INT32), keep_dims: { b: false } }),
  node("gradient", "MatMul", ["x", "error"], product(true)),
  constant("rate", DT_FLOAT, [], Float32Array.of(1 / 16)),
  node("apply", "ResourceApplyGradientDescent", ["w", "rate", "gradient"], {
    ...float,
    use_locking: { b: false },
  }),
  // The session is only ever asked for tensors: the update happens because the loss waits for it.
  node("loss", "Identity", ["loss/value", "^apply"], float),
  node("read", "ReadVariableOp", ["w"], { dtype: type(DT_FLOAT) }),
];

const signatures = {
  train: {
    inputs: {
      x: { name: "x:0", dtype: DT_FLOAT, tensorShape: shape(-1, 2) },
      y: { name: "y:0", dtype: DT_FLOAT, tensorShape: shape(-1, 1) },
    },
    outputs: { loss: { name: "loss:0", dtype: DT_FLOAT, tensorShape: shape() } },
    methodName: "fusewire/train",
  },
  read: {
    inputs: {},
    outputs: { w: { name: "read:0", dtype: DT_FLOAT, tensorShape: shape(2, 1) } },
    methodName: "fusewire/read",
  },
  __saved_model_init_op: {
    inputs: {},
    outputs: { __saved_model_init_op: { name: "start", dtype: DT_RESOURCE, tensorShape: shape() } },
    methodName: "",
  },
};

const field = (id: number, type: string, rule?: "repeated") => (rule ? { id, type, rule } : { id, type });
const map = (id: number, type: string) => ({ id, type, keyType: "string" });

/** The part of TensorFlow's saved_model.proto that the model above needs; numbers are those of the format. */
const schema = protobuf.Root.fromJSON({
  nested: {
    SavedModel: {
      fields: {
        savedModelSchemaVersion: field(1, "int64"),
        metaGraphs: field(2, "MetaGraph", "repeated"),
      },
    },
    MetaGraph: {
      fields: {
        metaInfo: field(1, "MetaInfo"),
        graph: field(2, "Graph"),
        signature: map(5, "Signature"),
      },
    },
    MetaInfo: { fields: { tags: field(4, "string", "repeated") } },
    Graph: { fields: { node: field(1, "Node", "repeated"), versions: field(4, "Versions") } },
    Versions: { fields: { producer: field(1, "int32"), minConsumer: field(2, "int32") } },
    Node: {
      fields: {
        name: field(1, "string"),
        op: field(2, "string"),
        input: field(3, "string", "repeated"),
        attr: map(5, "Attribute"),
      },
    },
    Attribute: {
      oneofs: { value: { oneof: ["s", "b", "type", "shape", "tensor"] } },
      fields: {
        s: field(2, "bytes"),
        b: field(5, "bool"),
        type: field(6, "int32"),
        shape: field(7, "Shape"),
        tensor: field(8, "Tensor"),
      },
    },
    Dimension: { fields: { size: field(1, "int64") } },
    Shape: { fields: { dim: field(2, "Dimension", "repeated") } },
    Tensor: {
      fields: {
        dtype: field(1, "int32"),
        tensorShape: field(2, "Shape"),
        tensorContent: field(4, "bytes"),
      },
    },
    TensorInfo: {
      fields: { name: field(1, "string"), dtype: field(2, "int32"), tensorShape: field(3, "Shape") },
    },
    Signature: {
      fields: {
        inputs: map(1, "TensorInfo"),
        outputs: map(2, "TensorInfo"),
        methodName: field(3, "string"),
      },
    },
  },
});

type Signatures = Readonly<
  Record<string, { inputs: Tensors; outputs: Tensors; readonly methodName: string }>
>;
type Tensors = Readonly<
  Record<string, { name: string; dtype: number; tensorShape: { dim: { size: number }[] } }>
>;

/**
 * Writes a SavedModel (`saved_model.pb`, tag `serve`) of a graph into `dir`, which is made if need be.
 *
 * Format: tensorflow/core/protobuf/saved_model.proto and the messages it names.
 */
export function writeModel(dir: string, nodes: readonly GraphNode[], signature: Signatures): void {
  const SavedModel = schema.lookupType("SavedModel");
  const message = SavedModel.fromObject({
    savedModelSchemaVersion: 1,
    metaGraphs: [
      {
        metaInfo: { tags: ["serve"] },
        graph: { node: nodes, versions: { producer: 1087, minConsumer: 12 } },
        signature,
      },
    ],
  });
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, "saved_model.pb"), SavedModel.encode(message).finish());
}

/** Writes the probe's SavedModel into `dir`. */
export function writeProbeModel(dir: string): void {
  writeModel(dir, graph, signatures);
}
