import type { Metric } from "../../compiler/outputs/define.ts";
import { outputKinds } from "../../compiler/outputs/index.generated.ts";
import type { SplitName } from "../../runtime/data/split-names.ts";
import type { Estimate } from "../../runtime/evaluate/bootstrap.ts";
import {
  type Evaluation,
  evaluate as evaluateRun,
  type OutputEvaluation,
  type SubsetEvaluation,
} from "../../runtime/evaluate/evaluate-run.ts";
import type { InferenceEngine } from "../../runtime/model/inference.ts";
import { writeOutput } from "../output.ts";
import { table } from "../terminal.ts";

interface EvaluateFlags {
  readonly split: SplitName;
  readonly checkpoint?: "best" | "last";
  readonly engine?: InferenceEngine;
  readonly subsets?: boolean;
  readonly json?: boolean;
  readonly out?: string;
}

/** `fusewire evaluate run` */
export async function evaluate(
  run: string,
  { split, checkpoint, engine, subsets, json, out }: EvaluateFlags,
): Promise<number> {
  const evaluation = await evaluateRun(run, { split, checkpoint, engine, subsets });
  writeOutput(json ? JSON.stringify(figures(evaluation), null, 2) : shown(evaluation), out);
  return 0;
}

/** Without the answers row by row. */
function figures({ outputs, subsets, ...evaluation }: Evaluation) {
  const plain = (all: Evaluation["outputs"]) => all.map(({ answers: _, ...output }) => output);
  return {
    ...evaluation,
    outputs: plain(outputs),
    ...(subsets && { subsets: subsets.map((one) => ({ ...one, outputs: plain(one.outputs) })) }),
  };
}

function shown({ model, split, rows, epoch, outputs, temperatures = [], subsets = [] }: Evaluation): string {
  const title = `${model} on ${rows} ${split} rows, with the weights of epoch ${epoch}`;
  const tables = outputs.flatMap((output, i) => [
    metricsTable(output),
    ...("byLabel" in output ? [labelTable(output)] : []),
    ...(subsets.length > 0 ? [subsetTable(output, subsets, i)] : []),
  ]);
  return [title, ...tables, ...(temperatures.length > 0 ? [temperatureTable(temperatures)] : [])].join(
    "\n\n",
  );
}

/** What temperatures did that were found on the validation split. */
function temperatureTable(temperatures: NonNullable<Evaluation["temperatures"]>): string {
  const rows = temperatures.map(({ path, temperature, rows, before, after }) => [
    path,
    figure(temperature),
    String(rows),
    figure(before),
    figure(after),
  ]);
  const head = ["calibration of", "temperature", "rows", "error without it", "with it"];
  return table([head, ...rows], [1, 2, 3, 4]);
}

/** How an output fared with each set of inputs: the metrics that are shown while training, the first with bounds. */
function subsetTable(
  { name, kind }: OutputEvaluation,
  subsets: readonly SubsetEvaluation[],
  i: number,
): string {
  const metrics = Object.entries(outputKinds[kind].metrics as Readonly<Record<string, Metric>>);
  const names = metrics.filter(([, { shown }]) => shown === true).map(([metric]) => metric);
  const rows = subsets.map(({ inputs, rows, outputs }) => {
    const found = outputs[i]!.metrics as Readonly<Record<string, Estimate>>;
    const [first, ...others] = names.map((metric) => found[metric]!);
    return [
      inputs.length === 0 ? "none of the optional" : inputs.join(" + "),
      String(rows),
      figure(first!.value),
      `${figure(first!.low)} to ${figure(first!.high)}`,
      ...others.map(({ value }) => figure(value)),
    ];
  });
  const [first, ...others] = names;
  const right = [1, 2, ...others.map((_, column) => column + 4)];
  return table([[`${name} with only`, "rows", first!, "95 % interval", ...others], ...rows], right);
}

function metricsTable({ name, metrics }: OutputEvaluation): string {
  // What says nothing of the output is left out, as the three likeliest of two labels.
  const known = Object.entries<Estimate>(metrics).filter(([, { value }]) => !Number.isNaN(value));
  const rows = known.map(([metric, { value, low, high }]) => [
    metric,
    figure(value),
    `${figure(low)} to ${figure(high)}`,
  ]);
  return table([[name, "", "95 % interval"], ...rows], [1]);
}

function labelTable({ labels, byLabel }: Extract<OutputEvaluation, { readonly byLabel: unknown }>): string {
  const rows = byLabel.map(({ rows, precision, recall, f1, auroc, average_precision }, label) => [
    labels[label]!,
    String(rows),
    figure(precision),
    figure(recall),
    figure(f1),
    figure(auroc),
    figure(average_precision),
  ]);
  const head = ["label", "rows", "precision", "recall", "F1", "AUROC", "average precision"];
  return table([head, ...rows], [1, 2, 3, 4, 5, 6]);
}

const figure = (value: number): string => (Number.isNaN(value) ? "–" : value.toFixed(3));
