import { legalName, uniqueNames } from "../names.ts";
import { type NodeDef, reference, type TensorValue, type Value } from "./node.ts";
import { applyOperation, type GivenAttributes, type OpName } from "./operation.ts";

/** Collects the nodes of one TensorFlow graph. */
export interface GraphWriter {
  readonly nodes: readonly NodeDef[];
  /**
   * Adds an operation and returns all of its results. It runs after the nodes named in `after`.
   *
   * `name` is what it is called, made unique.
   */
  add<O extends OpName>(
    name: string,
    op: O,
    inputs: readonly Value[],
    attributes: GivenAttributes<O>,
    after?: readonly string[],
  ): Added;
  /** A tensor known when compiling. Equal ones are the same node. */
  constant(tensor: TensorValue): Value;
}

export interface Added {
  readonly node: string;
  readonly results: readonly Value[];
}

export function createGraphWriter(): GraphWriter {
  const nodes: NodeDef[] = [];
  const unique = uniqueNames();
  const constants = new Map<string, Value>();

  const writer: GraphWriter = {
    nodes,
    add(name, op, inputs, given, after = []) {
      const { attributes, results } = applyOperation(op, inputs, given);
      const node = unique(name);
      const control = [...new Set(after)].map((other) => `^${other}`);
      nodes.push({ name: node, op, inputs: [...inputs.map(reference), ...control], attributes });
      return { node, results: results.map((dtype, output) => ({ node, output, dtype })) };
    },
    constant(tensor) {
      const key = `${tensor.dtype}[${tensor.shape.join()}]${tensor.values.map(exactly).join()}`;
      const known = constants.get(key);
      if (known !== undefined) return known;
      const { results } = writer.add(constantName(tensor), "Const", [], {
        value: tensor,
        dtype: tensor.dtype,
      });
      constants.set(key, results[0]!);
      return results[0]!;
    },
  };
  return writer;
}

/** Text that tells -0 from 0. */
function exactly(value: number): string {
  return Object.is(value, -0) ? "-0" : String(value);
}

/** Short constants are called after what they hold, so that a graph can be read. */
function constantName({ dtype, shape, values }: TensorValue): string {
  const sizes = shape.join("x");
  const short = values.length <= 4;
  const called = short ? values.join("_") : "data";
  const label =
    shape.length === 0 || (short && shape.length === 1 && shape[0] === values.length) ? "" : `${sizes}/`;
  return legalName(`constant/${dtype}/${label}${called === "" ? "empty" : called}`);
}
