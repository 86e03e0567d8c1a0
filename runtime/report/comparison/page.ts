import { METRICS } from "../../../compiler/plan/metrics.ts";
import type { ComparedOutput, Comparison } from "../../compare/compare.ts";
import type { Estimate } from "../../evaluate/bootstrap.ts";
import { intervalsFigure } from "../figures/intervals.ts";
import { type Html, html } from "../html.ts";
import { pageOf, type Section } from "../page.ts";
import { tableOf } from "../table.ts";
import { brief, count, figure, plural } from "../words.ts";

/** A comparison as a page that stands by itself. */
export function comparisonPage(comparison: Comparison): string {
  const { models, outputs, rows, seeds, split } = comparison;
  return pageOf({
    title: "Comparison",
    lead: html`${plural(models.length, "model")}, each trained with ${plural(seeds.length, "seed")} and measured on the same ${plural(rows, "row")} of the ${split} split. Intervals are 95 %, over rows and seeds.`,
    sections: [
      ...outputs.map((output, i) => outputSection(comparison, output, i)),
      { id: "models", title: "Models", body: modelsShown(comparison) },
    ],
  });
}

function outputSection(comparison: Comparison, output: ComparedOutput, i: number): Section {
  const { models } = comparison;
  const { name, metric, metrics, differences, better } = output;
  return {
    id: `output-${i + 1}`,
    title: `Output ${name}`,
    body: [
      intervalsFigure(
        models.map(({ title }, model) => ({ name: title, estimate: metrics[model]![metric]! })),
        { title: metric, says: `${METRICS[metric]!.summary}; ${better} is better.`, metric },
      ),
      tableOf({
        caption: "Differences of models with several inputs (paired bootstrap)",
        head: ["model", "less", metric, "from", "to", "beyond the noise"],
        rows: differences.map(({ of, from, by: { value, low, high }, verdict }) => [
          models[of]!.title,
          models[from]!.title,
          figure(value),
          figure(low),
          figure(high),
          verdict ?? "not told apart",
        ]),
        right: [2, 3, 4],
      }),
      metricsTable(comparison, output),
    ],
  };
}

function metricsTable({ models }: Comparison, { metrics }: ComparedOutput): Html {
  const names = Object.keys(metrics[0]!);
  const cell = ({ value, low, high }: Estimate) => `${figure(value)} (${figure(low)} to ${figure(high)})`;
  return tableOf({
    caption: "All metrics",
    head: ["model", ...names],
    rows: models.map(({ title }, i) => [title, ...names.map((name) => cell(metrics[i]![name]!))]),
    right: names.map((_, i) => i + 1),
  });
}

const ROLES = {
  given: () => "as given",
  alone: (from?: string) => (from === undefined ? "one input, as given" : `one input, taken from ${from}`),
  vote: () => "mean of what the models of one input say",
} as const;

function modelsShown({ models, without }: Comparison): readonly Html[] {
  const missing = without.map(
    (input) => html`<p class="note">No model of ${input} alone could be taken from these files.</p>`,
  );
  return [
    tableOf({
      head: ["model", "what it is", "parameters", "MACs", "seconds of training"],
      rows: models.map(({ title, role, from, parameters, macs, seconds }) => [
        title,
        ROLES[role](from),
        count(parameters),
        brief(macs),
        seconds.toFixed(1),
      ]),
      right: [2, 3, 4],
    }),
    ...missing,
  ];
}
