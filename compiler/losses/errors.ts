/** What losses of numbers have in common. */
import type { Ops } from "../graph/ops.ts";
import { BATCH, type Tensor } from "../graph/tensor.ts";
import type { Compared } from "./define.ts";

/** The mean over a record's numbers of some function of their errors: `[B]`. */
export function meanOfErrors(
  g: Ops,
  { value, target }: Pick<Compared, "value" | "target">,
  of: (error: Tensor) => Tensor,
): Tensor {
  const size = value.tensor.shape.at(-1) as number;
  const errors = g.sub(value.tensor, g.reshape(target, [BATCH, size]));
  return g.reduceMean(of(errors), [1]);
}
