import type { Ops } from "../graph/ops.ts";
import type { Tensor } from "../graph/tensor.ts";
import type { Moved, Step } from "./define.ts";

/** Adam's step from a weight, which may have decayed before. */
export function adamMove(
  g: Ops,
  { weight, slots, gradient, learningRate, step }: Step<Tensor>,
  { beta1, beta2, epsilon }: { readonly beta1: number; readonly beta2: number; readonly epsilon: number },
): Moved<Tensor> {
  const mean = average(g, slots[0]!, gradient, beta1);
  const square = average(g, slots[1]!, g.square(gradient), beta2);
  const unbiased = (beta: number) => g.sub(g.scalar(1), g.pow(g.scalar(beta), step));
  const rate = g.mul(learningRate, g.div(g.sqrt(unbiased(beta2)), unbiased(beta1)));
  const move = g.div(g.mul(mean, rate), g.add(g.sqrt(square), g.scalar(epsilon)));
  return { weight: g.sub(weight, move), slots: [mean, square] };
}

const average = (g: Ops, before: Tensor, now: Tensor, keep: number): Tensor =>
  g.add(g.mul(before, g.scalar(keep)), g.mul(now, g.scalar(1 - keep)));
