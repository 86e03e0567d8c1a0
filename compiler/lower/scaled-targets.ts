import type { Ops } from "../graph/ops.ts";
import { product, type Tensor } from "../graph/tensor.ts";
import type { DataPlan } from "../plan/data-plan.ts";
import type { FitRule, OutputSpec } from "../plan/interface.ts";
import type { Variables } from "./variables.ts";

/** How the targets of an output and what the model computes for it lie to each other. */
interface Scale {
  /** Targets `[B, …]` as the model sees them, less their mean and divided by their standard deviation. */
  learned(target: Tensor): Tensor;
  /** What the model computes, as records tell it. */
  told(value: Tensor): Tensor;
}

/**
 * The scale of an output whose targets are `standardise`d, by the training rows; undefined for all others. Mean and
 * deviation are kept with the weights, so that whatever runs the model answers in the unit of the records.
 */
export function scaleOf(
  g: Ops,
  output: OutputSpec,
  data: DataPlan | undefined,
  variables: Variables,
): Scale | undefined {
  const field = data?.fields.find(({ name }) => name === output.name);
  if (field?.transforms.some(({ kind }) => kind === "standardise") !== true) return undefined;
  const { name, span, target } = output;
  const origin = { path: `output/${name}`, span };
  const read = (rule: Extract<FitRule, "target_mean" | "target_deviation">, kind: "zeros" | "ones"): Tensor =>
    g.within(origin, () => {
      const fitted = variables.get({
        name: `${origin.path}/${rule}`,
        role: "frozen",
        shape: [product(target.shape) as number],
        dtype: "float32",
        initialiser: { kind },
        origin,
        fitted: { rule, output: name },
      });
      return g.reshape(g.read(fitted), target.shape);
    });
  const mean = read("target_mean", "zeros");
  const deviation = read("target_deviation", "ones");
  return {
    learned: (values) => g.within(origin, () => g.div(g.sub(values, mean), deviation)),
    told: (values) => g.within(origin, () => g.add(g.mul(values, deviation), mean)),
  };
}
