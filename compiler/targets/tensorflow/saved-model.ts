import type { Source } from "../../../diagnostics/source.ts";
import { type Program, programNodes, type Variable } from "../../graph/graph.ts";
import { linesOf } from "../names.ts";
import { DATA_TYPES, type Precision, type TfDtype } from "./dtypes.ts";
import { createGraphWriter, type GraphWriter } from "./graph-writer.ts";
import type { NodeDef, Value } from "./node.ts";
import { nodeProto } from "./node-proto.ts";
import { encodeSavedModel, type SignatureProto, type TensorInfoProto } from "./proto.ts";
import { type Signature, type SignatureContext, writeSignature } from "./signature.ts";
import { shapeProto } from "./tensor-proto.ts";
import { assignSignatures, readSignatures } from "./transfer.ts";
import { createHandles } from "./variables.ts";
import { type FeedWire, partialShape, type ResultWire } from "./wire.ts";

export interface WriteOptions {
  /** What float32 is computed in. Feeds and results are float32 either way. */
  readonly precision?: Precision;
  /** The author's files, so that nodes can be called after their lines. */
  readonly sources?: readonly Source[];
  /** Variables that no program names, and that are to be assigned and read all the same. */
  readonly variables?: readonly Variable[];
  /** At most as many bytes of variables are assigned or read in one call, unless a single one is larger. */
  readonly chunkBytes?: number;
}

/** A SavedModel and what its callers need to know, as plain data. */
export interface WrittenModel {
  /** What `saved_model.pb` holds, the only file of the folder. */
  readonly bytes: Uint8Array;
  readonly signatures: SignatureTable;
}

export interface SignatureTable {
  /** By the name of the program. */
  readonly programs: Readonly<Record<string, SignatureWire>>;
  /** To be called one after the other: together they set every variable that is no state. A feed is named after its variable. */
  readonly assign: readonly SignatureWire[];
  /** As `assign`, of the states, which are also set by themselves between epochs. */
  readonly assignStates: readonly SignatureWire[];
  /** To be called one after the other: together they give every variable. A result is named after its variable. */
  readonly read: readonly SignatureWire[];
}

/** How a signature is called. */
export interface SignatureWire {
  readonly name: string;
  readonly feeds: readonly FeedWire[];
  readonly results: readonly ResultWire[];
}

/** The set of tags that the graph is found by. */
const TAGS = ["serve"];
/** What version of graphs this is, and which readers understand it: TensorFlow 2.7 and later. */
const VERSIONS = { producer: 1087, minConsumer: 12 };
const CHUNK_BYTES = 2 ** 28;

/**
 * Writes programs that share variables as one SavedModel, with a signature for each and more to `assign` and `read` the
 * variables, whose values are not in it.
 */
export function writeSavedModel(programs: readonly Program[], options: WriteOptions = {}): WrittenModel {
  const { nodes, programs: signatures, assign, assignStates, read } = writeGraph(programs, options);
  const all = [...signatures, ...assign, ...assignStates, ...read];
  return {
    bytes: encodeGraph(nodes, all),
    signatures: {
      programs: Object.fromEntries(signatures.map((signature) => [signature.name, wireOf(signature)])),
      assign: assign.map(wireOf),
      assignStates: assignStates.map(wireOf),
      read: read.map(wireOf),
    },
  };
}

/** The bytes of `saved_model.pb`. What calls it may ask for signatures with a certain `method`. */
export function encodeGraph(
  nodes: readonly NodeDef[],
  signatures: readonly Signature[],
  method = "",
): Uint8Array {
  return encodeSavedModel({
    savedModelSchemaVersion: 1,
    metaGraphs: [
      {
        metaInfoDef: { tags: TAGS },
        graphDef: { node: nodes.map(nodeProto), versions: VERSIONS },
        signatureDef: Object.fromEntries(
          signatures.map((signature) => [signature.name, signatureProto(signature, method)]),
        ),
      },
    ],
  });
}

/** A graph as nodes, before it is written as bytes. */
interface WrittenGraph {
  readonly nodes: readonly NodeDef[];
  readonly programs: readonly Signature[];
  readonly assign: readonly Signature[];
  readonly assignStates: readonly Signature[];
  readonly read: readonly Signature[];
}

/** The graph that `writeSavedModel` writes. */
function writeGraph(
  programs: readonly Program[],
  { precision = "float32", sources = [], variables = [], chunkBytes = CHUNK_BYTES }: WriteOptions = {},
): WrittenGraph {
  const writer: GraphWriter = createGraphWriter();
  const context: SignatureContext = {
    writer,
    precision,
    handleOf: createHandles(writer, precision),
    lineOf: linesOf(sources),
  };
  const signatures = programs.map((program) => writeSignature(context, program));
  const shared = variablesOf(programs, variables);
  const isState = ({ role }: Variable) => role === "state";
  const others = shared.filter((variable) => !isState(variable));
  const assign = assignSignatures(context, "assign", others, chunkBytes);
  const assignStates = assignSignatures(context, "assign_states", shared.filter(isState), chunkBytes);
  const read = readSignatures(context, shared, chunkBytes);
  return { nodes: writer.nodes, programs: signatures, assign, assignStates, read };
}

/** All variables, in the order in which they are first met. Throws where two have one name. */
function variablesOf(programs: readonly Program[], more: readonly Variable[]): Variable[] {
  const found = new Map<string, Variable>();
  const meet = (variable: Variable): void => {
    const known = found.get(variable.name) ?? variable;
    if (known !== variable) throw new Error(`Two variables are called ${variable.name}.`);
    found.set(variable.name, variable);
  };
  more.forEach(meet);
  for (const program of programs) {
    for (const { primitive, attributes } of programNodes(program)) {
      if (primitive === "read") meet((attributes as { variable: Variable }).variable);
    }
    for (const { variable } of program.updates) meet(variable);
  }
  return [...found.values()];
}

const wireOf = ({ name, feeds, results }: Signature): SignatureWire => ({ name, feeds, results });

function signatureProto({ feeds, results, inputs, outputs }: Signature, methodName: string): SignatureProto {
  return {
    inputs: Object.fromEntries(
      feeds.map(({ name, shape, encoding }, i) => [
        name,
        tensorInfo(inputs[i]!, encoding === "bytes" ? [] : partialShape(shape)),
      ]),
    ),
    outputs: Object.fromEntries(
      results.map(({ name, shape }, i) => [name, tensorInfo(outputs[i]!, partialShape(shape))]),
    ),
    methodName,
  };
}

function tensorInfo({ node, output, dtype }: Value, shape: readonly number[]): TensorInfoProto {
  return {
    name: `${node}:${output}`,
    dtype: DATA_TYPES[dtype satisfies TfDtype],
    tensorShape: shapeProto(shape),
  };
}
