import { reduce } from "../../graph/primitives/reduce.ts";
import { shape } from "../../graph/primitives/shape.ts";
import type { Tensor } from "../../graph/tensor.ts";

/** Primitives that TensorFlow may compute by handing on the memory of their operand. */
const HANDING_ON = new Set([...Object.keys(shape), ...Object.keys(reduce), "cast", "stop_gradient"]);

/**
 * Whether a tensor may lie in the memory of an array that a caller handed in.
 *
 * TensorFlow adopts a fed array where it is aligned well, and a variable adopts what it is assigned: without a copy in
 * between, the variable would change with the array, and steps in place would write into it.
 */
export function mayLieInFeed({ node }: Tensor): boolean {
  if (node.primitive === "feed") return true;
  return HANDING_ON.has(node.primitive) && node.inputs.some(mayLieInFeed);
}
