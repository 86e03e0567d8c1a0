import type { Program, Variable } from "../../../compiler/graph/graph.ts";
import { elements } from "../../../compiler/graph/tensor.ts";
import { stepsOf } from "../../../compiler/plan/compiled-model.ts";
import { type CounterExample, judged, type Property } from "../property.ts";

export const weightsRegistered: Property = {
  name: "weights_registered",
  summary: "Every weight that an operator declares is among the model's weights, and training moves it.",
  documentation:
    "The numbers that each operator says it trains are counted against the weights that it has made, and each weight must have a new value in the training step that is not its old one. Read off the graph.",
  defects: [
    "MultiBench and PyKale `LowRankTensorFusion`: the factors stand in a plain list and stay at their random start",
    "Ludwig `ComparatorCombiner`: the bilinear weights are a buffer, which is never trained",
  ],
  static: true,
  check({ trial: { model, declared } }) {
    const weights = model.variables.filter(({ role }) => role === "weight");
    const sizes = new Map<string, number>();
    for (const { origin, shape } of weights) {
      sizes.set(origin.path, (sizes.get(origin.path) ?? 0) + elements(shape).fixed);
    }
    const miscounted = declared.flatMap(({ path, span, by, count }): CounterExample[] => {
      const own = sizes.get(path) ?? 0;
      if (own === count) return [];
      const message = `\`${by}\` at ${path} declares ${count} weights, and the model has ${own} of them`;
      return [{ message, span }];
    });
    const steps = stepsOf(model);
    const still = steps.length === 0 ? [] : weights.flatMap((weight) => unmoved(steps, weight));
    const total = weights.reduce((sum, { shape }) => sum + elements(shape).fixed, 0);
    return judged(
      [...miscounted, ...still],
      `${weights.length} weights, ${total.toLocaleString("en-US")} numbers`,
    );
  },
};

function unmoved(steps: readonly Program[], { name, origin }: Variable): CounterExample[] {
  const own = steps.flatMap(({ updates }) => updates.filter(({ variable }) => variable.name === name));
  if (own.some(({ value }) => value.node.primitive !== "read")) return [];
  const isSame = own.length > 0;
  const message = isSame
    ? `a training step gives ${name} the value it had`
    : `no training step moves ${name}`;
  return [{ message, weight: name, ...(origin.span && { span: origin.span }) }];
}
