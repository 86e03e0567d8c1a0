import { METRICS } from "../compiler/plan/metrics.ts";
import type { ComparedOutput, Comparison, Difference } from "../runtime/compare/compare.ts";
import type { Estimate } from "../runtime/evaluate/bootstrap.ts";
import { table } from "./terminal.ts";

/** A comparison as tables, and in words which differences exceed the noise. */
export function comparisonText(comparison: Comparison): string {
  const { split, rows, seeds, outputs, models, without } = comparison;
  const title = `${models.length} models on ${rows} ${split} rows, each trained with ${seeds.length} seeds`;
  const notes = [
    ...models.flatMap(({ title, from }) =>
      from === undefined ? [] : [`${title} is ${from} without its other inputs.`],
    ),
    ...without.map(
      (input) =>
        `No model of ${input} alone could be taken from these files: add one with that input to the comparison.`,
    ),
  ];
  return [
    title,
    ...outputs.flatMap((output) => [metricTable(comparison, output), verdicts(comparison, output)]),
    ...(notes.length === 0 ? [] : [notes.join("\n")]),
  ].join("\n\n");
}

function metricTable(
  { models }: Comparison,
  { name, metric, metrics, bestAlone, differences }: ComparedOutput,
): string {
  const others = Object.keys(metrics[0]!).filter(
    (other) => other !== metric && METRICS[other]?.shown === true,
  );
  const head = [
    name,
    metric,
    "95 % interval",
    ...others,
    ...(bestAlone === undefined ? [] : [`less ${models[bestAlone]!.title}`]),
    "parameters",
    "MACs",
    "seconds",
  ];
  const body = models.map(({ title, parameters, macs, seconds }, i) => {
    const own = metrics[i]!;
    const gap = differences.find(({ of, from }) => of === i && from === bestAlone);
    return [
      title,
      figure(own[metric]!.value),
      interval(own[metric]!),
      ...others.map((other) => figure(own[other]!.value)),
      ...(bestAlone === undefined ? [] : [gap === undefined ? "" : signed(gap.by)]),
      parameters.toLocaleString("en-US"),
      macs.toLocaleString("en-US"),
      seconds.toFixed(0),
    ];
  });
  const last = head.length - 1;
  return table([head, ...body], [1, ...others.map((_, i) => i + 3), last - 2, last - 1, last]);
}

/** Which models with several inputs stand out, from each other and from every baseline. */
function verdicts({ models }: Comparison, { metric, differences }: ComparedOutput): string {
  const titles = (those: readonly Difference[]) =>
    those.map(({ from, by }) => `${models[from]!.title} (${signed(by)})`).join(", ");
  const lines = [...new Set(differences.map(({ of }) => of))].flatMap((of) => {
    const own = differences.filter((difference) => difference.of === of);
    const by = (verdict: Difference["verdict"]) => own.filter((difference) => difference.verdict === verdict);
    return [
      [by("better"), `${models[of]!.title} is better than`] as const,
      [by("worse"), `${models[of]!.title} is worse than`] as const,
      [by(undefined), `${models[of]!.title} cannot be told from`] as const,
    ].flatMap(([those, words]) => (those.length === 0 ? [] : [`${words} ${titles(those)}.`]));
  });
  return [`By ${metric}, beyond the noise of rows and seeds:`, ...lines].join("\n");
}

const figure = (value: number): string => (Number.isNaN(value) ? "–" : value.toFixed(3));
const interval = ({ low, high }: Estimate): string => `${figure(low)} to ${figure(high)}`;
const plus = (value: number): string => `${value >= 0 ? "+" : "−"}${figure(Math.abs(value))}`;
const signed = ({ value, low, high }: Estimate): string => `${plus(value)}, ${plus(low)} to ${plus(high)}`;
