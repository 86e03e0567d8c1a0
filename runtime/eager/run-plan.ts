import { appliedAs, type PrimitiveName } from "../../compiler/graph/primitives/index.ts";
import { ELEMENT, HELD } from "../../compiler/graph/simplify/fold.ts";
import { type Dtype, isBatch, type Node, type Shape, type Tensor } from "../../compiler/graph/tensor.ts";
import type { HostTensor, HostTensors } from "../engine/engine.ts";
import { feedElements, rowsIn } from "./feeds.ts";
import type { Around, Computed, Kernel } from "./kernel.ts";
import { DTYPES } from "./kernels/elementwise.ts";
import { kernels } from "./kernels/index.ts";
import { notComputable } from "./not-computable.ts";
import type { Plan } from "./plan.ts";
import type { EagerTensor, TensorValues, Tfjs } from "./tfjs.ts";

/** The value of a variable: a number where it is kept outside of the backend. */
export type Held = EagerTensor | number;

/** A plan on a backend, with its constants. */
export interface OpenPlan {
  /**
   * Computes the program and moves the variables, all at once or, where something fails, not at all. What it gives is
   * read when the backend is done.
   */
  run(feeds: HostTensors, variables: Map<string, Held>): Promise<Record<string, HostTensor>>;
  close(): void;
}

/** Puts the constants of a plan on the backend. */
export function openPlan(tf: Tfjs, plan: Plan): OpenPlan {
  const constants = new Map<Node, EagerTensor>();
  for (const { node, kind } of plan.steps) {
    if (node.primitive === "constant" && kind === "tensor") constants.set(node, constantOf(tf, node));
  }
  return {
    run: (feeds, variables) => runPlan({ tf, plan, constants, variables }, feeds),
    close() {
      for (const tensor of constants.values()) tensor.dispose();
    },
  };
}

interface Running {
  readonly tf: Tfjs;
  readonly plan: Plan;
  readonly constants: ReadonlyMap<Node, EagerTensor>;
  readonly variables: Map<string, Held>;
}

type AnyKernel = (
  tf: Tfjs,
  inputs: readonly EagerTensor[],
  attributes: object,
  around: Around,
) => readonly EagerTensor[];

async function runPlan(
  { tf, plan, constants, variables }: Running,
  feeds: HostTensors,
): Promise<Record<string, HostTensor>> {
  const { program, steps } = plan;
  const rows = rowsIn(program.feeds, feeds);
  const sizes = (shape: Shape) => shape.map((dim) => (isBatch(dim) ? dim.batch * rows : dim));
  const numbers = new Map<Tensor, number>();
  const tensors = new Map<Tensor, EagerTensor>();
  /** What this run has made and not let go. */
  const own = new Set<EagerTensor>();

  const made = (tensor: Tensor, value: EagerTensor): EagerTensor => {
    own.add(value);
    tensors.set(tensor, value);
    return value;
  };
  const drop = (value: EagerTensor | undefined) => {
    if (value !== undefined && own.delete(value)) value.dispose();
  };
  const tensorOf = (tensor: Tensor): EagerTensor => {
    const number = numbers.get(tensor);
    return (
      tensors.get(tensor) ??
      made(tensor, tf.tensor(elementsOf(tensor.dtype, [number!]), [], DTYPES[tensor.dtype]))
    );
  };

  function compute(node: Node): void {
    const [output] = node.outputs as [Tensor];
    const name = node.primitive as PrimitiveName;
    const variable = appliedAs(node, "read")?.attributes.variable;
    const feed = appliedAs(node, "feed")?.attributes;
    if (name === "constant") tensors.set(output, constants.get(node)!);
    else if (variable !== undefined) {
      tensors.set(output, variables.get(variable.name) as EagerTensor);
    } else if (feed !== undefined) {
      const given = feedElements(feed, feeds[feed.name]);
      made(output, tf.tensor(given, sizes(feed.shape), DTYPES[feed.dtype]));
    } else {
      const around: Around = { sizes, number: (input) => numbers.get(node.inputs[input]!)! };
      const kernel = kernels[name as Computed] as Kernel<never> as AnyKernel;
      const inputs = node.inputs.map(tensorOf);
      const results = computed(node, () =>
        tf.tidy(() => kernel(tf, inputs, node.attributes, around) as EagerTensor[]),
      );
      for (const [i, result] of results.entries()) made(node.outputs[i]!, result);
    }
  }

  function computed<T>(node: Node, work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw notComputable(tf.getBackend(), node, error);
    }
  }

  try {
    for (const { node, kind, last } of steps) {
      if (kind === "number") {
        numbers.set(node.outputs[0]!, numberOf(node, numbers, variables, feeds));
      } else {
        compute(node);
      }
      for (const tensor of last) drop(tensors.get(tensor));
    }

    const results = Object.entries(program.results).map(([name, tensor]) => {
      const number = numbers.get(tensor);
      if (number !== undefined) return { name, tensor, shape: [], data: elementsOf(tensor.dtype, [number]) };
      const found = tensorOf(tensor);
      // A variable's tensor may be gone before it has been read.
      const value = own.has(found) ? found : made(tensor, tf.clone(found));
      return { name, tensor, shape: value.shape, data: value.data() };
    });
    const given = new Set(Object.values(program.results).map((tensor) => tensors.get(tensor)));
    moveVariables();
    return Object.fromEntries(
      await Promise.all(
        results.map(async ({ name, tensor, shape, data }) => {
          // On some backends these are the numbers of a tensor that is about to go.
          return [name, hostTensor(tensor.dtype, shape, (await data).slice())] as const;
        }),
      ),
    );

    /** Every value is known before the first variable is moved. */
    function moveVariables(): void {
      const moved = program.updates.map(({ variable, value }): readonly [string, Held] => {
        const number = numbers.get(value);
        if (number !== undefined && typeof variables.get(variable.name) === "number")
          return [variable.name, number];
        const found = tensorOf(value);
        const free = own.has(found) && !given.has(found);
        if (free) own.delete(found);
        return [variable.name, free ? found : tf.clone(found)];
      });
      for (const [name, value] of moved) {
        const before = variables.get(name);
        variables.set(name, value);
        if (typeof before === "object") before.dispose();
      }
    }
  } finally {
    for (const tensor of own) tensor.dispose();
  }
}

/** A scalar that is computed outside of the backend. */
function numberOf(
  node: Node,
  numbers: ReadonlyMap<Tensor, number>,
  variables: ReadonlyMap<string, Held>,
  feeds: HostTensors,
): number {
  const { primitive, inputs, outputs } = node;
  const hold = HELD[outputs[0]!.dtype]!;
  const constant = appliedAs(node, "constant");
  if (constant !== undefined) return hold(constant.attributes.value[0]!)!;
  const read = appliedAs(node, "read");
  if (read !== undefined) return variables.get(read.attributes.variable.name) as number;
  const feed = appliedAs(node, "feed")?.attributes;
  if (feed !== undefined) return feedElements(feed, feeds[feed.name])[0]!;
  const [a, b, c] = inputs.map((input) => numbers.get(input)!);
  // Whole numbers go round as they do on every backend.
  const value = ELEMENT[primitive as PrimitiveName]!(a!, b!, c!);
  return hold(value) ?? value | 0;
}

const ARRAYS = { float32: Float32Array, int32: Int32Array, bool: Uint8Array, uint8: Int32Array } as const;

/** Numbers as the array that holds elements of a type. */
const elementsOf = (dtype: Dtype, numbers: readonly number[]): TensorValues => ARRAYS[dtype].from(numbers);

function constantOf(tf: Tfjs, { attributes, outputs }: Node): EagerTensor {
  const { dtype, shape } = outputs[0]!;
  const sizes = [...(shape as readonly number[])];
  const value = attributes.value as readonly number[];
  const count = sizes.reduce((a, b) => a * b, 1);
  const numbers = value.length === 1 ? Array<number>(count).fill(value[0]!) : value;
  return tf.tensor(elementsOf(dtype, numbers), sizes, DTYPES[dtype]);
}

function hostTensor(dtype: Dtype, shape: readonly number[], data: TensorValues): HostTensor {
  if (dtype === "float32") return { dtype, shape, data: Float32Array.from(data) };
  return dtype === "bool"
    ? { dtype, shape, data: Uint8Array.from(data) }
    : { dtype: "int32", shape, data: Int32Array.from(data) };
}
