import type { Metric } from "../../../compiler/outputs/define.ts";
import { outputKinds } from "../../../compiler/outputs/index.generated.ts";
import type { OutputKindName } from "../../../compiler/plan/interface.ts";
import type { Estimate } from "../../evaluate/bootstrap.ts";
import type { OutputEvaluation } from "../../evaluate/measure-split.ts";
import { type Ranking, rank } from "../../outputs/ranking.ts";
import { confusionFigure } from "../figures/confusion.ts";
import { precisionRecallFigure, type RankedLabel, rocFigure } from "../figures/curves.ts";
import { cards } from "../figures/figure.ts";
import { histogramFigure, predictedFigure } from "../figures/numbers.ts";
import { reliabilityFigure } from "../figures/reliability.ts";
import { type Html, html } from "../html.ts";
import { tableOf } from "../table.ts";
import { count, figure } from "../words.ts";

type Of<K extends OutputKindName> = Extract<OutputEvaluation, { readonly kind: K }>;

/** What is shown of an output beside its metrics, by its kind. */
const SHOWN: { readonly [K in OutputKindName]: (output: Of<K>, rows: number) => Html } = {
  category: oneLabel,
  ordered: oneLabel,
  set: severalLabels,
  number: (output, rows) => numbers(output, rows, 1),
  vector: (output, rows) => numbers(output, rows, output.answers.truth.length / rows),
  sequence: ({ answers }) =>
    cards([
      histogramFigure([...answers.edits], {
        title: "Labels to change",
        says: "Rows by how many labels would have to be inserted, removed or replaced.",
        name: "labels to change",
        whole: true,
      }),
    ]),
};

/** How an output fared: metrics with intervals, and what its kind shows. */
export function outputShown(output: OutputEvaluation, rows: number): readonly Html[] {
  const shown = SHOWN[output.kind] as (output: OutputEvaluation, rows: number) => Html;
  return [metricsTable(output), shown(output, rows)];
}

function metricsTable({ kind, metrics }: OutputEvaluation): Html {
  const known = outputKinds[kind].metrics as Readonly<Record<string, Metric>>;
  const rows = Object.entries<Estimate>(metrics).filter(([, { value }]) => !Number.isNaN(value));
  return tableOf({
    caption: "Metrics, with 95 % intervals from resampling rows",
    head: ["metric", "value", "95 % interval", "meaning"],
    rows: rows.map(([name, { value, low, high }]) => [
      name,
      figure(value),
      `${figure(low)} to ${figure(high)}`,
      known[name]?.summary ?? "mean of what is minimised",
    ]),
    right: [1, 2],
  });
}

/** Curves that one figure takes without becoming a tangle. */
const MOST_CURVES = 6;

function oneLabel(
  { labels, byLabel, confusion, reliability, answers }: Of<"category"> | Of<"ordered">,
  rows: number,
): Html {
  const { truth, scores } = answers;
  const chosen = hardest(labels, byLabel);
  const ranked = chosen.map(
    (label): RankedLabel => ({
      name: labels[label]!,
      ranking: rankingOf(scores, labels.length, label, rows, (row) => truth[row] === label),
    }),
  );
  return html`${only(chosen, labels)}${cards([
    confusionFigure(labels, confusion),
    reliabilityFigure(
      [{ name: "all rows", bins: reliability }],
      "How often the label told is right, by how sure the model is of it. On the dashed line its confidence means what it says.",
    ),
    rocFigure(ranked),
    precisionRecallFigure(ranked),
  ])}${labelTable(labels, byLabel)}`;
}

function severalLabels({ labels, byLabel, answers }: Of<"set">, rows: number): Html {
  const { truth, scores } = answers;
  const chosen = hardest(labels, byLabel);
  const ranked = chosen.map(
    (label): RankedLabel => ({
      name: labels[label]!,
      ranking: rankingOf(
        scores,
        labels.length,
        label,
        rows,
        (row) => truth[row * labels.length + label] === 1,
      ),
    }),
  );
  return html`${only(chosen, labels)}${cards([
    reliabilityFigure(
      chosen.map((label) => ({ name: labels[label]!, bins: byLabel[label]!.reliability })),
      "How often a label is there, by the probability that it is given. On the dashed line the probability means what it says.",
    ),
    rocFigure(ranked),
    precisionRecallFigure(ranked),
  ])}${labelTable(labels, byLabel)}`;
}

type ByLabel = Of<"category">["byLabel"] | Of<"set">["byLabel"];

/** The labels whose curves are drawn: those that are told apart worst, where there are many. */
function hardest(labels: readonly string[], byLabel: ByLabel): number[] {
  const known = labels.map((_, label) => label).filter((label) => !Number.isNaN(byLabel[label]!.auroc));
  const worst = [...known].sort((a, b) => byLabel[a]!.auroc - byLabel[b]!.auroc).slice(0, MOST_CURVES);
  return worst.sort((a, b) => a - b);
}

const only = (chosen: readonly number[], labels: readonly string[]): Html | undefined =>
  chosen.length < labels.length
    ? html`<p class="note">Curves are drawn of the ${chosen.length} of ${labels.length} labels that are told from the others worst.</p>`
    : undefined;

const rankingOf = (
  scores: Float64Array,
  labels: number,
  label: number,
  rows: number,
  has: (row: number) => boolean,
): Ranking => rank(rows, (row) => scores[row * labels + label]!, has);

function labelTable(labels: readonly string[], byLabel: ByLabel): Html {
  return tableOf({
    caption: "By label",
    head: ["label", "rows", "told", "right", "precision", "recall", "F1", "AUROC", "average precision"],
    rows: byLabel.map((one, label) => [
      labels[label]!,
      ...[one.rows, one.predicted, one.correct].map(count),
      ...[one.precision, one.recall, one.f1, one.auroc, one.average_precision].map(figure),
    ]),
    right: [1, 2, 3, 4, 5, 6, 7, 8],
  });
}

function numbers(
  { answers: { truth, predicted } }: Of<"number"> | Of<"vector">,
  rows: number,
  size: number,
): Html {
  const shown = Math.min(size, MOST_CURVES);
  const channels = Array.from({ length: shown }, (_, channel) => ({
    name: size === 1 ? "rows" : `number ${channel + 1}`,
    pairs: Array.from({ length: rows }, (_, row) => {
      const place = row * size + channel;
      return [truth[place]!, predicted[place]!] as const;
    }),
  }));
  const note =
    shown < size ? html`<p class="note">Drawn are the first ${shown} of ${size} numbers.</p>` : undefined;
  return html`${note}${cards([
    predictedFigure(channels),
    histogramFigure(
      Array.from(truth, (target, place) => predicted[place]! - target),
      {
        title: "Residuals",
        says: "Rows by how far what is told lies above what is true; left of 0, below.",
        name: "told less true",
      },
    ),
  ])}`;
}
