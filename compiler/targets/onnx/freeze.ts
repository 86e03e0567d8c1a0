import { type Builder, createBuilder } from "../../graph/builder.ts";
import { type Program, programNodes, type Variable } from "../../graph/graph.ts";
import { createOps, type Ops } from "../../graph/ops.ts";
import type { Primitive } from "../../graph/primitive.ts";
import {
  type AttributesOf,
  appliedAs,
  type PrimitiveName,
  primitives,
} from "../../graph/primitives/index.ts";
import { elements, isBatch, type Tensor, type TensorType } from "../../graph/tensor.ts";
import { createFiniteness } from "./finite.ts";
import { type Folding, foldings } from "./foldings.ts";
import { computeKnown, type Known } from "./known.ts";

/** Values of variables, by name. */
export type VariableNumbers = ReadonlyMap<string, { readonly data: ArrayLike<number> }>;

/** A program with values for variables, among them some that stand for what was computed when compiling. */
export interface Frozen {
  readonly program: Program;
  readonly values: VariableNumbers;
}

/**
 * A program whose variables stay as they are: what depends on them alone is computed, and factors and offsets of channels,
 * such as those of batch normalisation, become part of the weights of convolutions and products beside them.
 */
export function freeze(program: Program, given: VariableNumbers): Frozen {
  const values = new Map(given);
  const builder = createBuilder();
  const uses = useCounts(program);
  const made = new Map<Tensor, Tensor>();
  /** How often what was made is used by the program; nothing for what stands inside of what was made. */
  const used = new Map<Tensor, number>();

  const known = (tensor: Tensor): Known | undefined => knownOf(tensor, values);
  const folding: Builder = {
    within: builder.within,
    get origin() {
      return builder.origin;
    },
    apply(name, inputs, attributes) {
      const types = inputs.length === 0 ? [] : typesOf(name, inputs, attributes);
      if (types.length === 1) {
        const numbers = compute(name, inputs, attributes, types[0]!);
        if (numbers !== undefined) return [held(numbers, types[0]!)];
        const rule = foldings[name] as Folding<typeof name> | undefined;
        const folded = rule?.(context, inputs, attributes, types[0]!);
        if (folded !== undefined) return [folded];
      }
      return builder.apply(name, inputs, attributes);
    },
  };
  const g: Ops = createOps(folding);
  const context = {
    g,
    known: (tensor: Tensor) => known(tensor) !== undefined,
    single: isSingle,
    finite: createFiniteness(),
  };

  function isSingle(tensor: Tensor): boolean {
    return (used.get(tensor) ?? 1) <= 1;
  }

  function compute<N extends PrimitiveName>(
    name: N,
    inputs: readonly Tensor[],
    attributes: AttributesOf<N>,
    type: TensorType,
  ): Known | undefined {
    if (type.shape.some(isBatch)) return undefined;
    const all = inputs.map(known);
    return all.every((one) => one !== undefined) ? computeKnown(name, all, attributes, type) : undefined;
  }

  function held({ data }: Known, { shape, dtype }: TensorType): Tensor {
    if (data.length === 1) return g.constant(Array.from(data), shape as readonly number[], dtype);
    const name = `folded/${values.size}`;
    values.set(name, { data });
    const { origin } = builder;
    const variable: Variable = {
      name,
      role: "frozen",
      shape,
      dtype,
      initialiser: { kind: "zeros" },
      origin,
    };
    return builder.apply("read", [], { variable })[0]!;
  }

  for (const node of programNodes(program)) {
    const inputs = node.inputs.map((input) => made.get(input)!);
    const outputs = folding.within(node.origin, () =>
      folding.apply(node.primitive as PrimitiveName, inputs, node.attributes as AttributesOf<PrimitiveName>),
    );
    for (const [i, output] of node.outputs.entries()) {
      const now = outputs[i]!;
      made.set(output, now);
      used.set(now, (used.get(now) ?? 0) + (uses.get(output) ?? 0));
    }
  }
  const results = Object.entries(program.results).map(([name, tensor]) => [name, made.get(tensor)!]);
  const updates = program.updates.map(({ variable, value }) => ({ variable, value: made.get(value)! }));
  return { program: { ...program, results: Object.fromEntries(results), updates }, values };
}

function typesOf<N extends PrimitiveName>(name: N, inputs: readonly Tensor[], attributes: AttributesOf<N>) {
  return (primitives[name] as Primitive<object>).type(inputs, attributes);
}

function useCounts(program: Program): Map<Tensor, number> {
  const uses = new Map<Tensor, number>();
  const use = (tensor: Tensor) => uses.set(tensor, (uses.get(tensor) ?? 0) + 1);
  for (const { inputs } of programNodes(program)) inputs.forEach(use);
  Object.values(program.results).forEach(use);
  for (const { value } of program.updates) use(value);
  return uses;
}

/** Single numbers that fill a larger shape are not written out. */
const LARGEST_FILLED = 1024;

function knownOf({ node, shape }: Tensor, values: VariableNumbers): Known | undefined {
  const sizes = shape as readonly number[];
  const read = appliedAs(node, "read");
  if (read !== undefined) {
    const value = values.get(read.attributes.variable.name);
    return value && { shape: sizes, data: value.data };
  }
  const value = appliedAs(node, "constant")?.attributes.value;
  if (value === undefined) return undefined;
  const { fixed } = elements(shape);
  if (value.length === fixed) return { shape: sizes, data: value };
  return fixed > LARGEST_FILLED ? undefined : { shape: sizes, data: Array(fixed).fill(value[0]) };
}
