import { estimateAcrossSeeds } from "../../runtime/evaluate/across-seeds.ts";
import { type Estimate, type GroupedOptions, pairedBootstrap } from "../../runtime/evaluate/bootstrap.ts";
import { type CategoryColumn, categoryMeasure } from "../../runtime/outputs/category.ts";

/** A model that is compared. */
export interface Compared {
  /** Its file without the ending. */
  readonly file: string;
  readonly title: string;
  /** The one input of a model that has no other. */
  readonly alone?: string;
}

/** How a model that was trained with one seed fared on the test split, row by row. */
export interface SeedResult {
  readonly labels: number;
  readonly answers: Readonly<Record<CategoryColumn, readonly number[]>>;
  /** Of training. */
  readonly seconds: number;
  /** Seconds of these in which the engine waited for rows. */
  readonly waiting: number;
  /** Of a model whose inputs are optional, all of them first. */
  readonly subsets: readonly SubsetResult[];
}

/** How it fared when records had these inputs and no others. */
export interface SubsetResult {
  readonly inputs: readonly string[];
  readonly accuracy: number;
}

/** A model with what came of each seed. */
export interface Measured extends Compared {
  readonly parameters: number;
  readonly runs: readonly SeedResult[];
}

type Groups = Pick<GroupedOptions, "groups">;

const percent = (share: number): string => (100 * share).toFixed(1);
const interval = ({ value, low, high }: Estimate): string =>
  `${percent(value)} (${percent(low)} to ${percent(high)})`;
export const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

export const mapRecord = <K extends string, A, B>(record: Readonly<Record<K, A>>, map: (value: A) => B) =>
  Object.fromEntries(Object.entries<A>(record).map(([key, value]) => [key, map(value)])) as Record<K, B>;

/** 1 for each row whose label is told rightly, 0 for the others. */
export const scoresOf = ({ answers: { truth, predicted } }: SeedResult): number[] =>
  truth.map((label, i) => Number(label === predicted[i]));
const scores = ({ runs }: Measured): number[][] => runs.map(scoresOf);
const accuracyOf = (model: Measured): number => mean(scores(model).flat());

/** The model with one input that is right most often. */
function bestAlone(measured: readonly Measured[]): Measured {
  const alone = measured.filter((model) => model.alone !== undefined);
  return alone.toSorted((a, b) => accuracyOf(b) - accuracyOf(a))[0]!;
}

/**
 * A Markdown table of models, and in words whether fusing helps: each model with several inputs less the best with
 * one, by the paired bootstrap over rows, or groups of them, and seeds.
 */
export function verdict(measured: readonly Measured[], groups: Groups = {}): string {
  const best = bestAlone(measured);
  const differences = new Map(
    measured
      .filter(({ alone }) => alone === undefined)
      .map((model) => [model, pairedBootstrap(scores(model), scores(best), groups).difference]),
  );
  const lines = measured.map((model) => {
    const difference = differences.get(model);
    const { accuracy, macro_f1 } = metricsOf(model, groups);
    const cells = [
      interval(accuracy),
      interval(macro_f1),
      difference === undefined ? "" : interval(difference),
      model.parameters.toLocaleString("en-US"),
      mean(model.runs.map(({ seconds }) => seconds)).toFixed(0),
    ];
    return `| ${model.title} | ${cells.join(" | ")} |`;
  });
  return [
    `| model | test accuracy, % | macro-F1, % | less ${best.title}, points | parameters | seconds of training |`,
    "| --- | --- | --- | --- | --: | --: |",
    ...lines,
    "",
    inWords(best, differences),
    "",
    waitingInWords(measured),
  ].join("\n");
}

function metricsOf({ runs }: Measured, groups: Groups) {
  const answers = runs.map((run) => mapRecord(run.answers, (column) => Float64Array.from(column)));
  return estimateAcrossSeeds(categoryMeasure(runs[0]!.labels), answers, groups);
}

/** Which differences exceed the noise: those whose interval leaves out 0. */
function inWords(best: Measured, differences: ReadonlyMap<Measured, Estimate>): string {
  const those = (which: (difference: Estimate) => boolean): string[] =>
    [...differences].flatMap(([{ title }, difference]) => (which(difference) ? [title] : []));
  const better = those(({ low }) => low > 0);
  const worse = those(({ high }) => high < 0);
  const neither = those(({ low, high }) => low <= 0 && high >= 0);
  const sentences = [
    better.length > 0 ? `Better than ${best.title} beyond the noise: ${better.join(", ")}.` : undefined,
    worse.length > 0 ? `Worse than ${best.title} beyond the noise: ${worse.join(", ")}.` : undefined,
    neither.length > 0
      ? `Not told apart from ${best.title}, as the interval of the difference holds 0: ${neither.join(", ")}.`
      : undefined,
  ];
  const gist =
    better.length === 0
      ? `Fusing does not beat the best single input, ${best.title}, beyond the noise.`
      : `Fusing beats the best single input, ${best.title}, beyond the noise${worse.length + neither.length > 0 ? ", though not in every way" : ""}.`;
  return [gist, ...sentences.filter((sentence) => sentence !== undefined)].join(" ");
}

/** How idle reading left the engine, of the model for which that was worst. */
function waitingInWords(measured: readonly Measured[]): string {
  const shares = measured.map(({ title, runs }) => ({
    title,
    share: mean(runs.map(({ waiting }) => waiting)) / mean(runs.map(({ seconds }) => seconds)),
  }));
  const most = shares.reduce((worst, one) => (one.share > worst.share ? one : worst));
  return `While training, the engine waited for rows for ${percent(most.share)} % of the time at most (${most.title}).`;
}

/** A Markdown table of what models give when records have some of the inputs alone, beside models of one input. */
export function withSubsets(measured: readonly Measured[]): string {
  const fused = measured.filter(({ alone }) => alone === undefined);
  const sets = fused[0]!.runs[0]!.subsets.map(({ inputs }) => inputs);
  const lines = sets.map((inputs, set) => {
    const cells = fused.map(({ runs }) => percent(mean(runs.map(({ subsets }) => subsets[set]!.accuracy))));
    const single = measured.find(({ alone }) => inputs.length === 1 && alone === inputs[0]);
    return `| ${inputs.join(", ")} | ${[...cells, single === undefined ? "" : percent(accuracyOf(single))].join(" | ")} |`;
  });
  return [
    `| inputs of the record | ${fused.map(({ title }) => title).join(" | ")} | model of this input alone |`,
    `| --- | ${"--: | ".repeat(fused.length)}--: |`,
    ...lines,
  ].join("\n");
}
