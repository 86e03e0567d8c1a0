import type { Ops } from "../graph/ops.ts";
import type { Tensor } from "../graph/tensor.ts";
import { integer } from "../operators/settings.ts";

/** The setting of schedules that start gently. */
export const warmupSteps = integer("over how many steps the rate first rises, in a straight line from 0", {
  optional: true,
});

/** `min(step / warmup, 1)`: what the rate is multiplied by in the beginning; undefined without a warm-up. */
export function warmupFactor(g: Ops, step: Tensor, warmup: number | undefined): Tensor | undefined {
  if (warmup === undefined) return undefined;
  return g.minimum(g.mul(step, g.scalar(1 / warmup)), g.scalar(1));
}
