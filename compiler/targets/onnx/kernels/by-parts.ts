import { createBuilder } from "../../../graph/builder.ts";
import { decompositions } from "../../../graph/decompose.ts";
import { createOps, type Ops } from "../../../graph/ops.ts";
import type { Applied } from "../../../graph/primitives/index.ts";
import type { Tensor } from "../../../graph/tensor.ts";
import type { Emit } from "../emit.ts";
import type { Value } from "../node.ts";

/** Computes a primitive by the simpler ones that define it. */
export function byParts<N extends keyof typeof decompositions>(
  emit: Emit,
  inputs: readonly Value[],
  node: Applied<N>,
): readonly Value[] {
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
