/** What outputs of numbers have in common. */
import { axisNamed, CHANNEL, type ValueType } from "../types/value-type.ts";
import type { Metric, Remedy } from "./define.ts";

/** Whether a value is so many features for each record. */
export const isFeatures = (size: number, { kind, axes }: ValueType): boolean =>
  kind.name === "feature" && axes.length === 1 && axes[0]!.name === CHANNEL && axes[0]!.size === size;

/** How a value becomes so many numbers for each record. */
export function numbersRemedy(size: number, value: ValueType): Remedy {
  const call = size === 1 ? "regress" : `regress(${size})`;
  const { name } = value.kind;
  if (name !== "feature" && name !== "signal") {
    const help = name === "tokens" ? "give the words meaning first: `|> embed(64)`" : undefined;
    return { help: help ?? `use the features from before the decision, and end them with \`${call}\`` };
  }
  const others = value.axes.filter((axis) => axis.name !== CHANNEL);
  if (others.length > 0) {
    const over = others.map((axis) => axis.name).join(", ");
    return {
      help: `average the other axes away first: \`mean(over: ${others.length > 1 ? `[${over}]` : over})\``,
    };
  }
  const isMapped = axisNamed(value, CHANNEL) !== undefined;
  return { help: `end it with \`${call}\``, ...(isMapped ? { append: ` |> ${call}` } : {}) };
}

/** The metrics of outputs of numbers. */
export const REGRESSION_METRICS = {
  mae: { better: "lower", summary: "mean absolute error", shown: true },
  rmse: { better: "lower", summary: "root of the mean squared error" },
  r2: {
    better: "higher",
    summary: "share of the variance that is explained: 1 at best, 0 for a model that always says the mean",
    shown: true,
  },
  correlation: {
    better: "higher",
    summary: "correlation (Pearson's) of what is told with what is true, averaged over channels",
  },
} as const satisfies Readonly<Record<string, Metric>>;
