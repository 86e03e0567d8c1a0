import { type Decomposable, expand } from "../../compiler/graph/expand.ts";
import { type Program, programNodes, type Variable } from "../../compiler/graph/graph.ts";
import type { PrimitiveName } from "../../compiler/graph/primitives/index.ts";
import { ELEMENT, HELD } from "../../compiler/graph/simplify/fold.ts";
import type { Node, Tensor } from "../../compiler/graph/tensor.ts";
import { WRITTEN_OUT } from "./kernel.ts";

/** A program as it runs: which node after which, where, and what is let go on the way. */
export interface Plan {
  readonly program: Program;
  readonly steps: readonly Step[];
}

interface Step {
  readonly node: Node;
  /**
   * - `number`: a scalar that is computed outside of the backend, exactly and without waiting for it: counters, the
   *   schedule, what an optimizer makes of the step.
   * - `tensor`: computed by the backend.
   */
  readonly kind: "number" | "tensor";
  /** What no later node uses. */
  readonly last: readonly Tensor[];
}

/** Whether a variable is kept outside of the backend: the counters. */
export const isNumber = ({ shape, dtype }: Pick<Variable, "shape" | "dtype">): boolean =>
  shape.length === 0 && dtype === "int32";

/** @param writtenOut what is written out in simpler primitives */
export function planOf(program: Program, writtenOut: readonly Decomposable[] = WRITTEN_OUT): Plan {
  const simple = expand(program, writtenOut);
  const nodes = programNodes(simple);
  const numbers = new Set<Node>();
  for (const node of nodes) if (isKnown(node, numbers)) numbers.add(node);

  const kept = new Set([...Object.values(simple.results), ...simple.updates.map(({ value }) => value)]);
  const lastUse = new Map<Tensor, Node>();
  for (const node of nodes) {
    for (const output of node.outputs) lastUse.set(output, node);
    for (const input of node.inputs) lastUse.set(input, node);
  }
  const last = new Map<Node, Tensor[]>(nodes.map((node) => [node, []]));
  for (const [tensor, node] of lastUse) if (!kept.has(tensor)) last.get(node)!.push(tensor);

  return {
    program: simple,
    steps: nodes.map((node) => ({
      node,
      kind: numbers.has(node) ? "number" : "tensor",
      last: last.get(node)!,
    })),
  };
}

/** Whether a node is a scalar that follows from counters, fed numbers and constants alone. */
function isKnown({ primitive, inputs, outputs, attributes }: Node, known: ReadonlySet<Node>): boolean {
  const { shape, dtype } = outputs[0]!;
  if (shape.length > 0) return false;
  if (primitive === "constant") return true;
  if (primitive === "feed") return dtype === "int32";
  if (primitive === "read") return isNumber(attributes.variable as Variable);
  return (
    ELEMENT[primitive as PrimitiveName] !== undefined &&
    HELD[dtype] !== undefined &&
    inputs.every(({ node }) => known.has(node))
  );
}
