import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import type { OutputSpec } from "../../compiler/plan/interface.ts";
import { METRICS, metricsOfOutput } from "../../compiler/plan/metrics.ts";
import type { SplitName } from "../data/split-names.ts";
import type { Estimate } from "../evaluate/bootstrap.ts";
import { evaluate } from "../evaluate/evaluate-run.ts";
import { type Resampled, resampleModels } from "../evaluate/resample-models.ts";
import { measureOf } from "../evaluate/tally.ts";
import { failure } from "../failure.ts";
import type { FileCompilation } from "../model/compile-file.ts";
import type { Answers } from "../outputs/define.ts";
import { openRun } from "../run/open-run.ts";
import { endedResult } from "../train/ended-result.ts";
import type { LaunchOptions } from "../train/launch.ts";
import { resume, trainCompiled } from "../train/train.ts";
import { type Contestant, contestantsOf } from "./contestants.ts";
import { canVote, voteOf } from "./vote.ts";

export interface CompareOptions extends Pick<LaunchOptions, "signal" | "engine"> {
  /** Folder in which runs are kept; what is trained there already is not trained again. */
  readonly out: string;
  /** Each model is trained with each of them. */
  readonly seeds: readonly number[];
  /** In place of the declared ones. */
  readonly epochs?: number | undefined;
  readonly split?: SplitName | undefined;
  readonly onProgress?: (progress: ComparisonProgress) => void;
}

/** A model is about to be trained with a seed, or has been. */
export interface ComparisonProgress {
  readonly title: string;
  readonly seed: number;
  /** Of how many runs this is which, from 1. */
  readonly number: number;
  readonly of: number;
  /** Of training; absent before it. */
  readonly seconds?: number;
}

/** What came of a comparison. */
export interface Comparison {
  readonly split: SplitName;
  readonly rows: number;
  readonly seeds: readonly number[];
  readonly models: readonly ComparedModel[];
  /** Inputs whose model alone is missing, since none could be taken from any file. */
  readonly without: readonly string[];
  /** By output, in the order of the first file. */
  readonly outputs: readonly ComparedOutput[];
}

/** `given` as a file; `alone` with one input, given or taken from a file; `vote` of all that are alone, all counting alike. */
export interface ComparedModel {
  readonly title: string;
  readonly role: "given" | "alone" | "vote";
  /** For one that nobody wrote: the file it was taken from. */
  readonly from?: string;
  readonly parameters: number;
  /** Multiply-accumulates for one row. */
  readonly macs: number;
  /** Of training, mean over the seeds; of a vote, the sum of its voters'. */
  readonly seconds: number;
}

export interface ComparedOutput {
  readonly name: string;
  /** The metric that models are ranked by. */
  readonly metric: string;
  readonly better: "higher" | "lower";
  /** In the order of the models. */
  readonly metrics: readonly Readonly<Record<string, Estimate>>[];
  /** Of the models with one input, the best. */
  readonly bestAlone: number | undefined;
  /** Of every model with several inputs: how it differs from every baseline and from every other such model. */
  readonly differences: readonly Difference[];
}

export interface Difference {
  /** Places among the models. */
  readonly of: number;
  readonly from: number;
  /** Of the metric, with its 95 % interval over rows and seeds (paired bootstrap). */
  readonly by: Estimate;
  /** What the interval allows to say: nothing, where it holds 0. */
  readonly verdict: "better" | "worse" | undefined;
}

interface Entrant extends ComparedModel {
  /** By output and seed. */
  readonly answers: readonly (readonly Answers[])[];
}

/**
 * Trains models with the same seeds on the same splits, each single input alone beside them, and holds them and the
 * plain vote of the single ones against each other.
 *
 * @throws SourceError, RuntimeFailure and EngineError of training and measuring; RuntimeFailure `not-comparable` where
 *   models decide about different things or are measured on different rows, `interrupted`
 */
export async function compare(
  compilations: readonly FileCompilation[],
  options: CompareOptions,
): Promise<Comparison> {
  const { all, without } = contestantsOf(compilations);
  const outputs = sharedOutputs(all);
  const trained: (Entrant & Pick<Contestant, "alone">)[] = [];
  const of = all.length * options.seeds.length;
  for (const [place, contestant] of all.entries()) {
    const before = place * options.seeds.length;
    trained.push(await measureContestant(contestant, outputs, options, { before, of }));
  }
  const voters = trained.filter(({ alone }) => alone !== undefined);
  const vote = voters.length > 1 && outputs.every(canVote) ? [voteBetween(voters, outputs)] : [];
  const entrants: Entrant[] = [...trained, ...vote];
  const rows = rowsOf(outputs[0]!, entrants[0]!.answers[0]![0]!);
  return {
    split: options.split ?? "test",
    rows,
    seeds: options.seeds,
    models: entrants.map(({ answers: _, ...model }) => model),
    without,
    outputs: outputs.map((output, i) => compareOutput(output, entrants, i)),
  };
}

/** The outputs that all contestants have. */
function sharedOutputs(all: readonly Contestant[]): readonly OutputSpec[] {
  const [first, ...others] = all;
  const { outputs } = first!.model.interface;
  const told = (specs: readonly OutputSpec[]) =>
    specs.map((spec) => [
      spec.name,
      spec.kind,
      "category" in spec ? spec.category.labels : spec.target.shape,
    ]);
  const odd = others.find(
    ({ model }) => JSON.stringify(told(model.interface.outputs)) !== JSON.stringify(told(outputs)),
  );
  if (odd === undefined) return outputs;
  throw failure("not-comparable", {
    message: `${odd.title} decides about something else than ${first!.title}`,
    help: "Compare models whose outputs have the same names and types.",
  });
}

async function measureContestant(
  contestant: Contestant,
  outputs: readonly OutputSpec[],
  options: CompareOptions,
  { before, of }: { readonly before: number; readonly of: number },
): Promise<Entrant & Pick<Contestant, "alone">> {
  const { title, alone, from, model, compilation } = contestant;
  const { seeds, split = "test" } = options;
  const answers: Answers[][] = outputs.map(() => []);
  let seconds = 0;
  for (const [i, seed] of seeds.entries()) {
    const progress = { title, seed, number: before + i + 1, of };
    options.onProgress?.(progress);
    const trained = await trainOnce(contestant, seed, options);
    options.onProgress?.({ ...progress, seconds: trained.seconds });
    const evaluation = await evaluate(trained.run, { split, resamples: 0 });
    for (const [o, output] of evaluation.outputs.entries()) answers[o]!.push(output.answers as Answers);
    seconds += trained.seconds / seeds.length;
  }
  const { cost } = compilation.models.find((one) => one.model === model)!;
  return {
    title,
    role: alone === undefined ? "given" : "alone",
    ...(from === undefined ? {} : { from }),
    ...(alone === undefined ? {} : { alone }),
    parameters: cost.total.parameters,
    macs: cost.total.macs,
    seconds,
    answers,
  };
}

async function trainOnce(
  { id, compilation }: Contestant,
  seed: number,
  { out, epochs, signal, engine }: CompareOptions,
) {
  const length = epochs === undefined ? "" : `-${epochs}-epochs`;
  const run = resolve(join(out, `${id}-seed-${seed}${length}`));
  const trained = existsSync(run)
    ? (endedResult(openRun(run)) ?? (await resume(run, { signal, engine })))
    : await trainCompiled(compilation, { out: run, seed, epochs, signal, engine });
  if (trained.ending !== "interrupted") return trained;
  throw failure("interrupted", {
    message: "the comparison was interrupted",
    help: "Run the same command again: it goes on where it stood.",
  });
}

function voteBetween(voters: readonly Entrant[], outputs: readonly OutputSpec[]): Entrant {
  const sum = (of: (voter: Entrant) => number) => voters.reduce((total, voter) => total + of(voter), 0);
  return {
    title: "equal vote",
    role: "vote",
    parameters: sum(({ parameters }) => parameters),
    macs: sum(({ macs }) => macs),
    seconds: sum(({ seconds }) => seconds),
    answers: outputs.map((output, o) =>
      voters[0]!.answers[o]!.map((_, seed) =>
        voteOf(
          output,
          voters.map(({ answers }) => answers[o]![seed]!),
        ),
      ),
    ),
  };
}

function rowsOf(output: OutputSpec, answers: Answers): number {
  const [column, width] = Object.entries(measureOf(output).columns)[0]!;
  return answers[column]!.length / width;
}

function compareOutput(output: OutputSpec, entrants: readonly Entrant[], o: number): ComparedOutput {
  const metric = metricsOfOutput(output)[0]!;
  const { better } = METRICS[metric]!;
  const resampled = resampledOf(output, entrants, o);
  const metrics = entrants.map((_, i) => resampled.estimates(i));
  const sign = better === "higher" ? 1 : -1;
  const places = entrants.map((_, i) => i);
  const bestAlone = places
    .filter((i) => entrants[i]!.role === "alone")
    .toSorted((a, b) => sign * (metrics[b]![metric]!.value - metrics[a]![metric]!.value))[0];
  const given = places.filter((i) => entrants[i]!.role === "given");
  const pairs = given.flatMap((of) =>
    places
      .filter((from) => from !== of && (entrants[from]!.role !== "given" || from > of))
      .map((from) => [of, from] as const),
  );
  const differences = pairs.map(([of, from]): Difference => {
    const by = resampled.difference(of, from, metric);
    return { of, from, by, verdict: verdictOf(by, sign) };
  });
  return { name: output.name, metric, better, metrics, bestAlone, differences };
}

function resampledOf(output: OutputSpec, entrants: readonly Entrant[], o: number): Resampled {
  try {
    return resampleModels(
      measureOf(output),
      entrants.map(({ answers }) => answers[o]!),
    );
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw failure("not-comparable", {
      message: "the models are measured on different rows",
      help: "Give all of them the same `data` declaration, as in a file that they import.",
    });
  }
}

function verdictOf({ low, high }: Estimate, sign: number): Difference["verdict"] {
  if (low * sign > 0 && high * sign > 0) return "better";
  if (low * sign < 0 && high * sign < 0) return "worse";
  return undefined;
}
