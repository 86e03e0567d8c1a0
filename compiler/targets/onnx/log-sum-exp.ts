import { appliedAs } from "../../graph/primitives/index.ts";
import type { Node, Tensor } from "../../graph/tensor.ts";
import { operands } from "./layer-norm.ts";

/** `log Σ e^x` over axes, which stay. */
export interface LogSumExp {
  readonly x: Tensor;
  readonly axes: readonly number[];
}

/** What a sum is the logarithm of a sum of powers of, as `logSumExp` of `graph/ops/compositions.ts` writes it. */
export function logSumExpOf(node: Node): LogSumExp | undefined {
  for (const [log, largest] of operands(node, "add")) {
    const top = reduction(largest, "reduce_max");
    const sum = log.node.primitive === "log" ? reduction(log.node.inputs[0]!, "reduce_sum") : undefined;
    if (top === undefined || sum === undefined || `${top.axes}` !== `${sum.axes}`) continue;
    const below = sum.x.node.primitive === "exp" ? sum.x.node.inputs[0]! : undefined;
    if (below?.node.primitive !== "sub") continue;
    const [x, from] = below.node.inputs;
    if (x === top.x && from === largest) return { x, axes: top.axes };
  }
  return undefined;
}

function reduction({ node }: Tensor, primitive: "reduce_max" | "reduce_sum"): LogSumExp | undefined {
  const reduced = appliedAs(node, primitive);
  return reduced?.attributes.keep ? { x: node.inputs[0]!, axes: reduced.attributes.axes } : undefined;
}
