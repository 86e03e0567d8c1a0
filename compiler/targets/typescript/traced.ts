import type { Variable } from "../../graph/graph.ts";
import type { Node } from "../../graph/tensor.ts";

/** The nodes through which gradients of weights pass. */
export function tracedIn(nodes: readonly Node[], moving: ReadonlySet<string>): Set<Node> {
  const traced = new Set<Node>();
  for (const node of nodes) {
    const isWeight = node.primitive === "read" && (node.attributes.variable as Variable).role === "weight";
    const isMoving = node.primitive === "feed" && moving.has(String(node.attributes.name));
    if (isWeight || isMoving || node.inputs.some((input) => traced.has(input.node))) traced.add(node);
  }
  return traced;
}
