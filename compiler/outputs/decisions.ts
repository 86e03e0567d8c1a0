/** What outputs that decide about a category have in common. */
import type { Ops } from "../graph/ops.ts";
import type { Tensor } from "../graph/tensor.ts";
import type { Lowered } from "../lower/context.ts";
import { type Category, isDecision, sameCategory, type ValueType } from "../types/value-type.ts";
import type { Declared, Remedy } from "./define.ts";

/** Whether a value is a decision about the category, one of its labels for each place. */
function decidesAbout(category: Category, { kind }: ValueType): boolean {
  return (
    isDecision(kind) &&
    (kind.name === "logits" || kind.name === "probability") &&
    sameCategory(kind.of, category)
  );
}

/** Whether a value is one decision about the category for each record. */
export const isOneDecision = (category: Category, value: ValueType): boolean =>
  decidesAbout(category, value) && value.axes.length === 1;

/** How a value becomes one decision about the category; `head` is the operator that decides. */
export function decisionRemedy(category: Category, value: ValueType, head: string): Remedy {
  const { kind, axes } = value;
  if (decidesAbout(category, value))
    return { help: "average the other axes away before it decides, for example with `mean(over: word)`" };
  if (isDecision(kind) && kind.of.name === category.name && !sameCategory(kind.of, category)) {
    const help = `another file has a category ${category.name} of its own: import one, so that both mean the same`;
    return { help };
  }
  const isFeature = (kind.name === "feature" || kind.name === "signal") && axes.length === 1;
  const call = `${head}(${category.name})`;
  if (isDecision(kind)) return { help: `decide by the features from before with \`${call}\`` };
  return { help: `end it with \`${call}\``, ...(isFeature ? { append: ` |> ${call}` } : {}) };
}

/** Logits or a probability as a probability of each label. */
export const asProbability = (g: Ops, { type, tensor }: Lowered): Tensor =>
  type.kind.name === "logits" ? g.softmax(tensor) : tensor;

/** The category that was declared; every kind that needs one has it. */
export function declaredCategory({ category }: Declared): Category {
  if (category === undefined) throw new Error("the output's type names no category");
  return category;
}
