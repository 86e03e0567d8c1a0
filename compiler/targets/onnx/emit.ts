import type { Variable } from "../../graph/graph.ts";
import {
  type Dim,
  type Dtype,
  elements,
  isBatch,
  type Node,
  type Shape,
  type Tensor,
} from "../../graph/tensor.ts";
import { transposed } from "./constants.ts";
import type { GraphWriter } from "./graph-writer.ts";
import type { Initializer, Value } from "./node.ts";
import type { Attributes, OpName } from "./operations.ts";

/** What a kernel writes nodes with. Values that it takes and gives by name lie in the program's order of axes. */
export interface Emit {
  /** Adds an operator and returns its first result. An input left out is undefined. */
  op<O extends OpName>(op: O, inputs: readonly (Value | undefined)[], attributes?: Attributes<O>): Value;
  /** Adds an operator and returns so many of its results. */
  all<O extends OpName>(
    op: O,
    inputs: readonly (Value | undefined)[],
    attributes: Attributes<O>,
    results: number,
  ): readonly Value[];
  /** A constant; a single number fills the shape. */
  constant(dtype: Dtype, shape: readonly number[], values: readonly number[]): Value;
  /** A scalar of a program's type. */
  scalar(value: number, dtype: Dtype): Value;
  /** An int64 vector, as operators take axes and places. */
  ints(values: readonly number[]): Value;
  /** A shape as an int64 vector. */
  sizes(shape: Shape): Value;
  /** The numbers of a value, if they are known when compiling. */
  known(value: Value): Initializer | undefined;
  /** The same numbers in another shape. */
  reshape(value: Value, shape: Shape): Value;
  /** The axes in another order. */
  transpose(value: Value, permutation: readonly number[]): Value;
  /** A tensor handed in, as the program declares it. */
  feed(name: string): Value;
  /** A variable's value before the step. */
  read(variable: Variable): Value;
  /** Random numbers in [0, 1), which the caller draws. */
  draw(stream: string, shape: Shape): Value;
  /** The value of a tensor that has been computed, its axes in the order in which they lie. */
  value(tensor: Tensor): Value;
  /** The values of tensors, where those of the nodes in `given` are known. */
  compute(tensors: readonly Tensor[], given?: ReadonlyMap<Node, readonly Value[]>): readonly Value[];
}

export interface EmitContext extends Pick<Emit, "feed" | "read" | "draw" | "compute" | "value"> {
  readonly writer: GraphWriter;
  /** What stands in front of the name of a new node. */
  readonly scope: () => string;
  /** A feed that grows with the batch. */
  readonly growing: () => { readonly value: Value; readonly shape: Shape };
}

/** Constants of more numbers that are all the same are stretched when they are run. */
const LARGE = 1024;

export function createEmit(context: EmitContext): Emit {
  const { writer } = context;
  const emit: Emit = {
    feed: context.feed,
    read: context.read,
    draw: context.draw,
    compute: context.compute,
    value: context.value,
    op: (op, inputs, attributes = {}) => emit.all(op, inputs, attributes, 1)[0]!,
    all(op, inputs, attributes, results) {
      const names = inputs.map((input) => input?.name ?? "");
      return writer.add(context.scope(), op, names, attributes, results).map((name) => ({ name }));
    },
    constant(dtype, shape, values) {
      const count = elements(shape).fixed;
      if (values.length === count) return { name: writer.constant(dtype, shape, values) };
      if (count > LARGE) return emit.op("Expand", [emit.scalar(values[0]!, dtype), emit.ints(shape)]);
      return { name: writer.constant(dtype, shape, Array(count).fill(values[0])) };
    },
    scalar: (value, dtype) => ({ name: writer.constant(dtype, [], [value]) }),
    ints: (values) => ({ name: writer.constant("int64", [values.length], values) }),
    sizes(shape) {
      const fixed = shape.filter((dim) => typeof dim === "number");
      if (fixed.length === shape.length) return emit.ints(fixed);
      const parts: (Value | number[])[] = [];
      for (const dim of shape) {
        const last = parts.at(-1);
        if (isBatch(dim)) parts.push(rowsTimes(emit, context, dim));
        else if (Array.isArray(last)) last.push(dim);
        else parts.push([dim]);
      }
      const values = parts.map((part) => (Array.isArray(part) ? emit.ints(part) : part));
      return values.length === 1 ? values[0]! : emit.op("Concat", values, { axis: 0 });
    },
    known: ({ name }) => writer.initializers.get(name),
    reshape(value, shape) {
      const known = emit.known(value);
      if (known !== undefined) {
        return named(writer, known, { shape: shape as readonly number[], data: known.data });
      }
      const growing = shape.filter(isBatch).length;
      const inferable = growing === 1 && elements(shape).fixed > 0;
      const sizes = inferable ? emit.ints(shape.map((dim) => (isBatch(dim) ? -1 : dim))) : emit.sizes(shape);
      return emit.op("Reshape", [value, sizes]);
    },
    transpose(value, permutation) {
      if (permutation.every((axis, i) => axis === i)) return value;
      const known = emit.known(value);
      if (known === undefined) return emit.op("Transpose", [value], { perm: permutation });
      return named(writer, known, transposed(known.data, known.shape, permutation));
    },
  };
  return emit;
}

function named(
  writer: GraphWriter,
  { name, dtype }: Initializer,
  { shape, data }: Pick<Initializer, "shape" | "data">,
): Value {
  return { name: writer.initializer(name, dtype, shape, data) };
}

/** A size that grows with the batch, as an int64 vector of one number. */
function rowsTimes(emit: Emit, { growing }: EmitContext, { batch }: Extract<Dim, object>): Value {
  const { value, shape } = growing();
  const axis = shape.findIndex(isBatch);
  const each = (shape[axis] as Extract<Dim, object>).batch;
  const size = emit.op("Shape", [value], { start: axis, end: axis + 1 });
  if (each === batch) return size;
  const rows = each === 1 ? size : emit.op("Div", [size, emit.ints([each])]);
  return batch === 1 ? rows : emit.op("Mul", [rows, emit.ints([batch])]);
}
