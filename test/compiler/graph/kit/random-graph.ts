/** Small graphs put together at random, smooth around the values that they are given. */
import { createBuilder } from "../../../../compiler/graph/builder.ts";
import { createOps, type Ops } from "../../../../compiler/graph/ops.ts";
import { ShapeError } from "../../../../compiler/graph/primitive.ts";
import type { PrimitiveName } from "../../../../compiler/graph/primitives/index.ts";
import { BATCH, type Tensor } from "../../../../compiler/graph/tensor.ts";
import type { Operand } from "../cases.ts";
import { ROWS, sample } from "./applied.ts";
import { type Dense, product } from "./dense.ts";
import { interpreter } from "./interpret.ts";
import { proposals } from "./proposals.ts";
import { type Random, random } from "./random.ts";
import { smooth } from "./smooth.ts";

/** One application, of tensors by their number: operands come first, then all results in order. */
interface Step {
  readonly name: PrimitiveName;
  readonly inputs: readonly number[];
  readonly attributes: object;
}

/** A graph as a list of applications, which can be built again on other operands. */
export interface RandomGraph {
  readonly operands: readonly Operand[];
  readonly values: readonly Dense[];
  readonly steps: readonly Step[];
  readonly results: readonly number[];
}

const B = BATCH;
const OPERANDS: readonly Operand[] = [
  { shape: [B, 4], dtype: "float32" },
  { shape: [B, 4, 3, 2], dtype: "float32" },
  { shape: [2, 2, 2, 2], dtype: "float32" },
  { shape: [4, 3], dtype: "float32" },
  { shape: [3], dtype: "float32" },
  { shape: [], dtype: "float32" },
  { shape: [B], dtype: "int32", below: 3 },
  { shape: [B, 1], dtype: "bool" },
];

/** Most operands are numbers of this graph, but all have the types above. */
export function randomGraph(seed: number): RandomGraph {
  const draw = random(seed);
  const g = createOps(createBuilder());
  const values = sample(OPERANDS, draw);
  const tensors: Tensor[] = OPERANDS.map(({ shape, dtype }, i) => g.feed({ name: String(i), shape, dtype }));
  const value = interpreter(Object.fromEntries(values.map((value, i) => [String(i), value])), ROWS);

  const steps: Step[] = [];
  const wanted = 3 + draw.below(16);
  for (let tries = 0; steps.length < wanted && tries < 400; tries++) {
    const step = propose(draw, tensors);
    if (step === undefined) continue;
    const made = attempt(g, step, tensors, value);
    if (made === undefined || made.every((tensor) => tensors.includes(tensor))) continue;
    steps.push(step);
    tensors.push(...made);
  }
  const made = Array.from({ length: tensors.length - OPERANDS.length }, (_, i) => OPERANDS.length + i);
  const used = new Set(steps.flatMap(({ inputs }) => inputs));
  const open = made.filter((i) => !used.has(i));
  return { operands: OPERANDS, values, steps, results: draw.shuffled(open).slice(0, 4) };
}

type Proposed = keyof typeof proposals;

const NAMES = Object.keys(proposals) as Proposed[];
const ARITHMETIC: readonly Proposed[] = ["add", "sub", "mul", "div", "pow", "maximum", "minimum", "select"];
const REDUCTIONS: readonly Proposed[] = ["reduce_sum", "reduce_mean", "reduce_max", "reduce_min"];

/** What is simplified behind a primitive, or nearly; every primitive also behind itself. */
const BEHIND: { readonly [N in Proposed]?: readonly Proposed[] } = {
  constant: [...ARITHMETIC, ...ARITHMETIC, ...NAMES],
  neg: ["add", "sub", "abs", "square"],
  abs: ["square"],
  broadcast_to: [...REDUCTIONS, ...ARITHMETIC, "tanh", "softmax"],
  transpose: ["matmul"],
  reshape: REDUCTIONS,
  greater: ["logical_not", "select"],
};

/** A step with any tensors; or with a constant, or behind what came last, so that it meets what can be simplified. */
function propose(draw: Random, tensors: readonly Tensor[]): Step | undefined {
  const last = tensors.at(-1)!;
  const own = last.node.primitive as Proposed;
  const constants = tensors.filter(({ node }) => node.primitive === "constant");
  const way = draw.next();
  const [name, pool] =
    way < 0.3 && constants.length > 0
      ? [draw.pick(ARITHMETIC), draw.shuffled([draw.pick(constants), draw.pick(tensors)])]
      : way < 0.6 && NAMES.includes(own)
        ? [draw.pick([own, ...(BEHIND[own] ?? [])]), draw.shuffled([last, draw.pick(tensors)])]
        : [draw.pick([...NAMES, "constant", "constant"] as const), tensors];
  const found = proposals[name](draw, pool);
  return found && { name, ...found, inputs: found.inputs.map((tensor) => tensors.indexOf(tensor)) };
}

/** What a step makes, if its inputs allow it, its values stay small and it is smooth there. */
function attempt(
  g: Ops,
  { name, inputs, attributes }: Step,
  tensors: readonly Tensor[],
  value: (tensor: Tensor) => Dense,
): readonly Tensor[] | undefined {
  const taken = inputs.map((i) => tensors[i]!);
  try {
    if (!(smooth[name]?.(taken.map(value), attributes as never) ?? true)) return undefined;
    const made = g.apply(name, taken, attributes as never);
    const all = made.map(value);
    const small = all.every(
      ({ shape, data }) => product(shape) <= 200 && data.every((x) => Math.abs(x) < 30),
    );
    return small ? made : undefined;
  } catch (error) {
    if (error instanceof ShapeError) return undefined;
    throw error;
  }
}

/** The results of a graph for operands. */
export function build(g: Ops, { steps, results }: RandomGraph, operands: readonly Tensor[]): Tensor[] {
  const tensors = [...operands];
  for (const { name, inputs, attributes } of steps) {
    const taken = inputs.map((i) => tensors[i]!);
    tensors.push(...g.apply(name, taken, attributes as never));
  }
  return results.map((i) => tensors[i]!);
}
