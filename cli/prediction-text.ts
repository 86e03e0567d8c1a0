import { oneLine } from "../diagnostics/render/columns.ts";
import type { Decision } from "../runtime/outputs/index.ts";
import type { Prediction } from "../runtime/predict/predictor.ts";
import { table } from "./terminal.ts";

/** Labels shown where a category has more. */
const SHOWN = 5;
/** Columns of a bar that stands for certainty. */
const BAR = 20;

/** Predictions for people: the likeliest labels of every output, each with its probability. */
export function predictionText(predictions: readonly Prediction[]): string {
  const parts = predictions.map((prediction, i) => {
    const outputs = Object.entries(prediction).map(([name, decision]) => decisionText(name, decision));
    return [...(predictions.length > 1 ? [`record ${i + 1}`] : []), ...outputs].join("\n");
  });
  return parts.join("\n\n");
}

/** Predictions for programs: JSON Lines, one line per record. */
export function predictionLines(predictions: readonly Prediction[]): string {
  return predictions.map((prediction) => JSON.stringify(prediction)).join("\n");
}

/** A decision by what it holds. */
function decisionText(name: string, decision: Decision): string {
  if ("value" in decision) return `${name}: ${shortened(decision.value)}`;
  if ("values" in decision) return `${name}: ${decision.values.map(shortened).join(" ")}`;
  if ("sequence" in decision) return `${name}: ${decision.sequence.map(oneLine).join(" ")}`;
  if ("label" in decision)
    return `${name}: ${oneLine(decision.label)}\n${ranking(decision.probabilities, [decision.label], true)}`;
  const { labels, probabilities } = decision;
  const told = labels.length === 0 ? "none" : labels.map(oneLine).join(", ");
  return `${name}: ${told}\n${ranking(probabilities, labels, false)}`;
}

/**
 * The likeliest labels with bars; those that are `told` come first even among equally likely ones, and sorting keeps
 * the order of the others. What is left is summed up where probabilities `share` in one whole.
 */
function ranking(
  probabilities: Readonly<Record<string, number>>,
  told: readonly string[],
  share: boolean,
): string {
  const ranked = Object.entries(probabilities).sort(
    ([a, p], [b, q]) => q - p || Number(told.includes(b)) - Number(told.includes(a)),
  );
  const shown = ranked.slice(0, share ? SHOWN : Math.max(SHOWN, told.length));
  const rows = shown.map(([name, p]) => [`  ${oneLine(name)}`, percent(p), "█".repeat(Math.round(p * BAR))]);
  const others = ranked.slice(shown.length);
  const rest = others.reduce((sum, [, p]) => sum + p, 0);
  if (share && others.length > 0)
    rows.push([`  ${others.length} ${others.length === 1 ? "other" : "others"}`, percent(rest), ""]);
  return table(rows, [1]);
}

/** A number to so many digits as float32 holds for sure. */
const shortened = (value: number): string => String(Number(value.toPrecision(6)));

const percent = (p: number): string => `${(100 * p).toFixed(1)} %`;
