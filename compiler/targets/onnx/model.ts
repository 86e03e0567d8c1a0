import type { Source } from "../../../diagnostics/source.ts";
import type { Program, Variable } from "../../graph/graph.ts";
import { type Dtype, isBatch, type Shape } from "../../graph/tensor.ts";
import { legalName, linesOf, scopeOf } from "../names.ts";
import { arrayOf, DATA_TYPES } from "./dtypes.ts";
import { createEvaluator } from "./evaluate.ts";
import { freeze, type VariableNumbers } from "./freeze.ts";
import { createGraphWriter, type GraphWriter } from "./graph-writer.ts";
import type { Attribute, Initializer, NodeDef, Value } from "./node.ts";
import { ATTRIBUTE_TYPES, IR_VERSION, OPSET } from "./operations.ts";
import {
  type AttributeProto,
  encodeModel,
  type NodeProto,
  type TensorProto,
  type ValueInfoProto,
} from "./proto.ts";

export interface OnnxOptions {
  /** The author's files, so that nodes can be called after their lines. */
  readonly sources?: readonly Source[];
  /** Values of variables that become part of the graph; the others are handed in. */
  readonly values?: VariableNumbers;
  /** What is written beside the graph for whoever finds the file, by key. */
  readonly metadata?: Readonly<Record<string, string>>;
  readonly documentation?: string;
  /** Of the compiler. */
  readonly version?: string;
}

/** A tensor that goes into a graph or comes out. */
export interface Port {
  /** What it is called in the graph. */
  readonly port: string;
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: Shape;
}

/** An ONNX model, and what goes in and out. */
export interface WrittenOnnx {
  readonly bytes: Uint8Array;
  /** What the program takes. */
  readonly feeds: readonly Port[];
  /** Variables that are handed in, by their names. */
  readonly variables: readonly Port[];
  /** Random numbers in [0, 1) that are handed in, by the names of their streams (`compiler/random/streams.ts`). */
  readonly draws: readonly Port[];
  readonly results: readonly Port[];
  /** What variables hold after the step, by their names. */
  readonly updates: readonly Port[];
}

/**
 * Writes a program as an ONNX model. Feeds and results have their names, unless both have one name: then the feed is
 * called `<name>/target`.
 */
export function writeOnnx(given: Program, options: OnnxOptions = {}): WrittenOnnx {
  const frozen = options.values && freeze(given, options.values);
  const { program, values: numbers } = frozen ?? { program: given, values: undefined };
  const writer = createGraphWriter();
  const lineOf = linesOf(options.sources ?? []);
  const results = Object.entries(program.results).map(([name, { dtype, shape }]): Port => {
    return { port: writer.input(name), name, dtype, shape };
  });
  const updates = program.updates.map(({ variable: { name, dtype, shape } }): Port => {
    return { port: writer.input(`next/${name}`), name, dtype, shape };
  });
  const feeds = program.feeds.map(({ name, dtype, shape }): Port => {
    const port = name in program.results ? `${name}/target` : name;
    return { port: writer.input(port), name, dtype, shape };
  });
  const variables = new Map<string, Port>();
  const draws = new Map<string, Port>();

  const emit = createEvaluator({
    writer,
    forward: program.updates.length === 0,
    scopeOf: ({ origin }) => scopeOf(origin, lineOf) || "model",
    growing() {
      const feed = feeds.find(({ shape }) => shape.some(isBatch));
      if (feed === undefined) {
        throw new Error("A program whose sizes grow with the batch needs a feed that does.");
      }
      return { value: { name: feed.port }, shape: feed.shape };
    },
    feed(name) {
      const feed = feeds.find((one) => one.name === name);
      if (feed === undefined) {
        throw new Error(`The program ${program.name} uses a feed ${name} that it does not take.`);
      }
      return { name: feed.port };
    },
    read(variable) {
      const value = numbers?.get(variable.name);
      return { name: value === undefined ? handedIn(variable) : held(variable, value.data) };
    },
    draw(stream, shape) {
      const known = draws.get(stream);
      const port = known ?? {
        port: writer.input(`random/${legalName(stream)}`),
        name: stream,
        dtype: "float32",
        shape,
      };
      draws.set(stream, port);
      return { name: port.port };
    },
  });

  const constants = new Map<string, string>();
  function held({ name, dtype, shape }: Variable, data: ArrayLike<number>): string {
    const known = constants.get(name);
    if (known !== undefined) return known;
    const numbers = isArrayOf(dtype, data) ? data : arrayOf[dtype](data);
    const made = writer.initializer(legalName(name), dtype, shape as readonly number[], numbers);
    constants.set(name, made);
    return made;
  }
  function handedIn({ name, dtype, shape }: Variable): string {
    const known = variables.get(name);
    if (known !== undefined) return known.port;
    const port = writer.input(`variables/${name}`);
    variables.set(name, { port, name, dtype, shape });
    return port;
  }

  const values = emit.compute([
    ...Object.values(program.results),
    ...program.updates.map(({ value }) => value),
  ]);
  const ports = [...results, ...updates];
  const inputs = [...feeds, ...variables.values(), ...draws.values()];
  const graph = called(writer, ports, values);
  const { version = "", documentation, metadata = {} } = options;
  const bytes = encodeModel({
    irVersion: IR_VERSION,
    producerName: "fusewire",
    producerVersion: version,
    ...(documentation === undefined ? {} : { docString: documentation }),
    graph: {
      name: legalName(program.name),
      node: graph.nodes.map(nodeProto),
      initializer: graph.initializers.map(tensorProto),
      input: inputs.map(valueInfo),
      output: ports.map(valueInfo),
    },
    opsetImport: [{ domain: "", version: OPSET }],
    metadataProps: Object.entries(metadata).map(([key, value]) => ({ key, value })),
  });
  return { bytes, feeds, variables: [...variables.values()], draws: [...draws.values()], results, updates };
}

const isArrayOf = (dtype: Dtype, data: ArrayLike<number>): data is Float32Array | Int32Array =>
  (dtype === "float32" && data instanceof Float32Array) || (dtype === "int32" && data instanceof Int32Array);

interface Called {
  readonly nodes: readonly NodeDef[];
  readonly initializers: readonly Initializer[];
}

/** The nodes and constants that some values need, these called as ports say. */
function called(writer: GraphWriter, ports: readonly Port[], values: readonly Value[]): Called {
  const made = new Set(writer.nodes.flatMap(({ outputs }) => outputs));
  const names = new Map<string, string>();
  const copies: NodeDef[] = [];
  for (const [i, { port }] of ports.entries()) {
    const { name } = values[i]!;
    if (made.has(name) && !names.has(name)) names.set(name, port);
    else {
      const source = names.get(name) ?? name;
      copies.push({
        name: `${port}/Identity`,
        op: "Identity",
        inputs: [source],
        outputs: [port],
        attributes: {},
      });
    }
  }
  const renamed = (name: string) => names.get(name) ?? name;
  const nodes = writer.nodes.map((node) => ({
    ...node,
    inputs: node.inputs.map(renamed),
    outputs: node.outputs.map(renamed),
  }));

  const needed = new Set([...names.values(), ...copies.flatMap(({ inputs }) => inputs)]);
  const live = nodes
    .filter(() => true)
    .reverse()
    .filter((node) => {
      if (!node.outputs.some((output) => needed.has(output))) return false;
      for (const input of node.inputs) needed.add(input);
      return true;
    });
  return {
    nodes: [...live.reverse(), ...copies],
    initializers: [...writer.initializers.values()].filter(({ name }) => needed.has(name)),
  };
}

function nodeProto({ name, op, inputs, outputs, attributes }: NodeDef): NodeProto {
  return {
    name,
    opType: op,
    input: inputs,
    output: outputs,
    attribute: Object.entries(attributes).map(([key, attribute]) => attributeProto(key, attribute)),
  };
}

const utf8 = new TextEncoder();

function attributeProto(name: string, { type, value }: Attribute): AttributeProto {
  const head = { name, type: ATTRIBUTE_TYPES[type] };
  switch (type) {
    case "float":
      return { ...head, f: value as number };
    case "int":
      return { ...head, i: value as number };
    case "string":
      return { ...head, s: utf8.encode(value as string) };
    case "floats":
      return { ...head, floats: value as readonly number[] };
    case "ints":
      return { ...head, ints: value as readonly number[] };
  }
}

function tensorProto({ name, dtype, shape, data }: Initializer): TensorProto {
  const rawData = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return { name, dims: shape, dataType: DATA_TYPES[dtype], rawData };
}

function valueInfo({ port, dtype, shape }: Port): ValueInfoProto {
  const dim = shape.map((size) => {
    if (!isBatch(size)) return { dimValue: size };
    return { dimParam: size.batch === 1 ? "batch" : `batch_times_${size.batch}` };
  });
  return { name: port, type: { tensorType: { elemType: DATA_TYPES[dtype], shape: { dim } } } };
}
