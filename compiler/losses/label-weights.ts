/** Losses that weigh the labels of a category. */
import type { Ops } from "../graph/ops.ts";
import type { Tensor } from "../graph/tensor.ts";
import { hasNumberPerLabel } from "../operators/decisions.ts";
import type { RuleContext } from "../operators/define.ts";
import type { LabelWeights } from "../operators/settings.ts";
import type { OutputSpec } from "../plan/interface.ts";
import type { Compared } from "./define.ts";

/** Whether weights that are listed are one for each label of the output's category; reports where not. */
export function areWeightsFor(
  setting: string,
  weights: LabelWeights | undefined,
  output: OutputSpec,
  at: RuleContext,
): boolean {
  if (weights === undefined || weights === "balanced" || !("category" in output)) return true;
  return hasNumberPerLabel(at, setting, weights, output.category);
}

/** The weights as a tensor `[K]`; those that are balanced are fitted to the training rows before the first step. */
export function labelWeights(
  g: Ops,
  setting: "class_weights" | "positive_weights",
  weights: LabelWeights,
  { fitted }: Compared,
): Tensor {
  return weights === "balanced" ? fitted(setting) : g.constant(weights);
}
