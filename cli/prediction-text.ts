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

function decisionText(name: string, { label, probabilities }: Decision): string {
  // The label comes first even among equally likely ones; sorting keeps the order of the others.
  const ranked = Object.entries(probabilities).sort(
    ([a, p], [b, q]) => q - p || Number(b === label) - Number(a === label),
  );
  const rows = ranked
    .slice(0, SHOWN)
    .map(([name, p]) => [`  ${oneLine(name)}`, percent(p), "█".repeat(Math.round(p * BAR))]);
  const others = ranked.slice(SHOWN);
  const rest = others.reduce((sum, [, p]) => sum + p, 0);
  if (others.length > 0)
    rows.push([`  ${others.length} ${others.length === 1 ? "other" : "others"}`, percent(rest), ""]);
  return `${name}: ${oneLine(label)}\n${table(rows, [1])}`;
}

const percent = (p: number): string => `${(100 * p).toFixed(1)} %`;
