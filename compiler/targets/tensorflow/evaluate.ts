import { nodesOf } from "../../graph/graph.ts";
import type { PrimitiveName } from "../../graph/primitives/index.ts";
import type { Node } from "../../graph/tensor.ts";
import { createEmit, type Emit, type EmitContext } from "./emit.ts";
import { kernels } from "./kernels/index.ts";
import type { Value } from "./node.ts";
import { peepholes } from "./peepholes.ts";

export interface EvaluateContext extends Omit<EmitContext, "scope" | "resultsOf" | "compute"> {
  /** What nodes are called that no node of the program asked for. */
  readonly root: string;
  /** What the nodes are called that a node of the program becomes, without the operation. */
  readonly scopeOf: (node: Node) => string;
}

/** Turns tensors of a program into values of a TensorFlow graph, each node once. */
export function createEvaluator(context: EvaluateContext): Emit {
  const values = new Map<Node, readonly Value[]>();
  let scope: string | undefined;

  const resultsOf = (node: Node): readonly Value[] => {
    const results = values.get(node);
    if (results === undefined) throw new Error(`The ${node.primitive} ${node.id} has not been computed yet.`);
    return results;
  };
  const emit: Emit = createEmit({
    ...context,
    scope: () => scope ?? context.root,
    resultsOf,
    compute(tensors, given = new Map()) {
      for (const [node, results] of given) values.set(node, results);
      // What a kernel computes by parts is called after the node that the kernel is for.
      const outer = scope;
      for (const node of nodesOf(tensors)) {
        if (values.has(node)) continue;
        scope = outer ?? context.scopeOf(node);
        values.set(node, apply(emit, node.inputs.map(emit.value), node));
      }
      scope = outer;
      return tensors.map(emit.value);
    },
  });
  return emit;
}

type AnyKernel = (emit: Emit, inputs: readonly Value[], node: Node) => readonly Value[] | undefined;

function apply(emit: Emit, inputs: readonly Value[], node: Node): readonly Value[] {
  const name = node.primitive as PrimitiveName;
  const cheaper = peepholes[name] as AnyKernel | undefined;
  return cheaper?.(emit, inputs, node) ?? (kernels[name] as AnyKernel)(emit, inputs, node)!;
}
