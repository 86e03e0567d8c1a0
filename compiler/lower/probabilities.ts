import type { Ops } from "../graph/ops.ts";
import type { Tensor } from "../graph/tensor.ts";
import type { Lowered } from "./context.ts";

/** Takes the place of smaller probabilities where a logarithm is taken, so that it stays finite. */
const SMALLEST = 1e-30;

/** The natural logarithms of a decision's probabilities, over its last axis: of logits or of a probability. */
export function logProbabilities(g: Ops, { type, tensor, log }: Lowered): Tensor {
  if (type.kind.name === "logits") return g.logSoftmax(tensor);
  return log ?? g.log(g.maximum(tensor, g.scalar(SMALLEST)));
}
