import { uniqueNames } from "../names.ts";
import { arrayOf, type Numbers, type OnnxDtype } from "./dtypes.ts";
import type { Attribute, Initializer, NodeDef } from "./node.ts";
import { type Attributes, type AttributeType, OPERATIONS, type OpName } from "./operations.ts";

/** Collects the nodes of one ONNX graph. Equal applications, and equal short constants, are one. */
export interface GraphWriter {
  readonly nodes: readonly NodeDef[];
  /** Every constant by its name, whether it is used or not. */
  readonly initializers: ReadonlyMap<string, Initializer>;
  /** Takes a name for a value that no node gives, such as an input; throws where it is taken already. */
  input(name: string): string;
  /**
   * Adds an operator and returns the names of its first so many results, 1 where it is not said. An input left out is the
   * empty string.
   */
  add<O extends OpName>(
    scope: string,
    op: O,
    inputs: readonly string[],
    attributes: Attributes<O>,
    results?: number,
  ): readonly string[];
  /** Numbers known when compiling. */
  constant(dtype: OnnxDtype, shape: readonly number[], values: readonly number[]): string;
  /** Numbers of any amount, called after `name`. */
  initializer(name: string, dtype: OnnxDtype, shape: readonly number[], data: Numbers): string;
}

/** Constants of at most as many numbers are compared with one another. */
const SHORT = 256;

export function createGraphWriter(): GraphWriter {
  const nodes: NodeDef[] = [];
  const initializers = new Map<string, Initializer>();
  const unique = uniqueNames();
  const applied = new Map<string, string[]>();
  const constants = new Map<string, string>();

  const writer: GraphWriter = {
    nodes,
    initializers,
    input(name) {
      if (unique(name) !== name) throw new Error(`Two values of a graph are called ${name}.`);
      return name;
    },
    add(scope, op, inputs, given, results = 1) {
      const attributes = attributesOf(op, given);
      const key = `${op}(${inputs.join()})${JSON.stringify(attributes)}`;
      const same = applied.get(key);
      const outputs = same ?? [unique(`${scope}/${op}`)];
      const [name] = outputs as [string];
      while (outputs.length < results) outputs.push(unique(`${name}:${outputs.length}`));
      if (same === undefined) nodes.push({ name, op, inputs, outputs, attributes });
      applied.set(key, outputs);
      return outputs.slice(0, results);
    },
    constant(dtype, shape, values) {
      const key = `${dtype}[${shape.join()}]${values.length <= SHORT ? values.map(exactly).join() : ""}`;
      const same = values.length <= SHORT ? constants.get(key) : undefined;
      if (same !== undefined) return same;
      const name = writer.initializer("constant", dtype, shape, arrayOf[dtype](values));
      constants.set(key, name);
      return name;
    },
    initializer(wanted, dtype, shape, data) {
      const name = unique(wanted);
      initializers.set(name, { name, dtype, shape, data });
      return name;
    },
  };
  return writer;
}

/** Text that tells -0 from 0. */
const exactly = (value: number): string => (Object.is(value, -0) ? "-0" : String(value));

function attributesOf<O extends OpName>(op: O, given: Attributes<O>): Record<string, Attribute> {
  const types: Readonly<Record<string, AttributeType>> = OPERATIONS[op];
  return Object.fromEntries(
    Object.entries(given as Readonly<Record<string, Attribute["value"]>>)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => [name, { type: types[name]!, value }]),
  );
}
