import type { SplitName } from "../../runtime/data/split-names.ts";
import {
  type Evaluation,
  evaluate as evaluateRun,
  type OutputEvaluation,
} from "../../runtime/evaluate/evaluate-run.ts";
import { writeOutput } from "../output.ts";
import { table } from "../terminal.ts";

interface EvaluateFlags {
  readonly split: SplitName;
  readonly checkpoint?: "best" | "last";
  readonly json?: boolean;
  readonly out?: string;
}

/** `fusewire evaluate run` */
export async function evaluate(
  run: string,
  { split, checkpoint, json, out }: EvaluateFlags,
): Promise<number> {
  const evaluation = await evaluateRun(run, { split, checkpoint });
  writeOutput(json ? JSON.stringify(figures(evaluation), null, 2) : shown(evaluation), out);
  return 0;
}

/** Without the answers row by row. */
function figures({ outputs, ...evaluation }: Evaluation) {
  return { ...evaluation, outputs: outputs.map(({ answers: _, ...output }) => output) };
}

function shown({ model, split, rows, epoch, outputs }: Evaluation): string {
  const title = `${model} on ${rows} ${split} rows, with the weights of epoch ${epoch}`;
  const tables = outputs.flatMap((output) => [
    metricsTable(output),
    ...("byLabel" in output ? [labelTable(output)] : []),
  ]);
  return [title, ...tables].join("\n\n");
}

function metricsTable({ name, metrics }: OutputEvaluation): string {
  const rows = Object.entries(metrics).map(([metric, { value, low, high }]) => [
    metric,
    figure(value),
    `${figure(low)} to ${figure(high)}`,
  ]);
  return table([[name, "", "95 % interval"], ...rows], [1]);
}

function labelTable({ labels, byLabel }: Extract<OutputEvaluation, { readonly byLabel: unknown }>): string {
  const rows = byLabel.map(({ rows, precision, recall, f1 }, label) => [
    labels[label]!,
    String(rows),
    figure(precision),
    figure(recall),
    figure(f1),
  ]);
  return table([["label", "rows", "precision", "recall", "F1"], ...rows], [1, 2, 3, 4]);
}

const figure = (value: number): string => (Number.isNaN(value) ? "–" : value.toFixed(3));
