import type { Variable } from "../../graph/graph.ts";
import { type Dim, type Dtype, isBatch, type Node, type Shape, type Tensor } from "../../graph/tensor.ts";
import type { Precision, TfDtype } from "./dtypes.ts";
import { tfDtype } from "./dtypes.ts";
import type { GraphWriter } from "./graph-writer.ts";
import type { Value } from "./node.ts";
import type { GivenAttributes, OpName } from "./operation.ts";

/** What a kernel writes nodes with. Equal applications within a signature are one node. */
export interface Emit {
  readonly precision: Precision;
  /** Adds an operation and returns its first result. */
  op<O extends OpName>(op: O, inputs: readonly Value[], attributes?: Partial<GivenAttributes<O>>): Value;
  /** Adds an operation and returns all of its results. */
  all<O extends OpName>(
    op: O,
    inputs: readonly Value[],
    attributes?: Partial<GivenAttributes<O>>,
  ): readonly Value[];
  /** A constant; a single value fills the shape. */
  constant(dtype: TfDtype, shape: readonly number[], values: readonly number[]): Value;
  /** An int32 scalar. */
  int(value: number): Value;
  /** An int32 vector. */
  ints(values: readonly number[]): Value;
  /** A scalar of a program's type. */
  scalar(value: number, dtype: Dtype): Value;
  /** A size as an int32 scalar, from the batch where it grows with it. */
  size(dim: Dim): Value;
  /** A shape as an int32 vector. */
  sizes(shape: Shape): Value;
  /** A tensor handed in, as the program declares it. */
  feed(name: string): Value;
  /** A variable's value before the step. */
  read(variable: Variable): Value;
  /** All that the kernel of a node gave. */
  resultsOf(node: Node): readonly Value[];
  /** The value of a tensor that has been computed. */
  value(tensor: Tensor): Value;
  /** The values of tensors, where those of the nodes in `given` are known. */
  compute(tensors: readonly Tensor[], given?: ReadonlyMap<Node, readonly Value[]>): readonly Value[];
}

export interface EmitContext {
  readonly writer: GraphWriter;
  readonly precision: Precision;
  /** What stands in front of the name of a new node. */
  readonly scope: () => string;
  /** Number of rows, an int32 scalar. Asked for at most once. */
  readonly batch: (emit: Emit) => Value;
  readonly feed: (name: string) => Value;
  readonly read: (variable: Variable) => Value;
  readonly resultsOf: Emit["resultsOf"];
  readonly compute: Emit["compute"];
}

export function createEmit(context: EmitContext): Emit {
  const { writer, precision } = context;
  const known = new Map<string, readonly Value[]>();
  let batch: Value | undefined;

  const emit: Emit = {
    precision,
    feed: context.feed,
    read: context.read,
    resultsOf: context.resultsOf,
    value: ({ node, output }) => context.resultsOf(node)[output]!,
    compute: context.compute,
    all(op, inputs, attributes = {}) {
      const key = `${op}(${inputs.map((v) => `${v.node}:${v.output}`).join()})${JSON.stringify(attributes)}`;
      const same = known.get(key);
      if (same !== undefined) return same;
      const scope = context.scope();
      const { results } = writer.add(`${scope}/${op}`, op, inputs, attributes as GivenAttributes<typeof op>);
      known.set(key, results);
      return results;
    },
    op: (op, inputs, attributes) => emit.all(op, inputs, attributes)[0]!,
    constant: (dtype, shape, values) => writer.constant({ dtype, shape, values }),
    int: (value) => emit.constant("int32", [], [value]),
    ints: (values) => emit.constant("int32", [values.length], values),
    scalar: (value, dtype) => emit.constant(tfDtype(dtype, precision), [], [value]),
    size(dim) {
      if (!isBatch(dim)) return emit.int(dim);
      batch ??= context.batch(emit);
      return dim.batch === 1 ? batch : emit.op("Mul", [batch, emit.int(dim.batch)]);
    },
    sizes(shape) {
      const fixed = shape.filter((dim) => typeof dim === "number");
      if (fixed.length === shape.length) return emit.ints(fixed);
      return emit.op("Pack", shape.map(emit.size), { axis: 0 });
    },
  };
  return emit;
}
