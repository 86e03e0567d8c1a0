import { createBuilder } from "../graph/builder.ts";
import { decompositions } from "../graph/decompose.ts";
import { createOps, type Ops } from "../graph/ops.ts";
import type { Applied } from "../graph/primitives/index.ts";
import type { Node, Tensor } from "../graph/tensor.ts";

/** What computes tensors in a target, whose values are `V`, where those of the nodes in `given` are known. */
interface Computes<V> {
  compute(tensors: readonly Tensor[], given?: ReadonlyMap<Node, readonly V[]>): readonly V[];
}

/** Computes a primitive by the simpler ones that define it. */
export function byParts<V, N extends keyof typeof decompositions>(
  emit: Computes<V>,
  inputs: readonly V[],
  node: Applied<N>,
): readonly V[] {
  const g = createOps(createBuilder());
  const standIns = node.inputs.map(({ shape, dtype }, i) => g.feed({ name: String(i), shape, dtype }));
  const decompose = decompositions[node.primitive as N] as (
    g: Ops,
    inputs: readonly Tensor[],
    attributes: object,
  ) => readonly Tensor[];
  return emit.compute(
    decompose(g, standIns, node.attributes),
    new Map(standIns.map(({ node }, i) => [node, [inputs[i]!]])),
  );
}
