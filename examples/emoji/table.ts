/**
 * Trains each of the three emoji models with five seeds that played no part in tuning, measures them on the test
 * split, and writes the table of the README: what fusing gains, with intervals over items and seeds. Runs are kept in
 * `runs/emoji-table` until the table is written, so that one that was broken off goes on where it stood.
 */
import { existsSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { estimateAcrossSeeds } from "../../runtime/evaluate/across-seeds.ts";
import { type Estimate, pairedBootstrap } from "../../runtime/evaluate/bootstrap.ts";
import { evaluate, type OutputEvaluation } from "../../runtime/evaluate/evaluate-run.ts";
import { compileFile } from "../../runtime/model/compile-file.ts";
import { categoryMeasure } from "../../runtime/outputs/category.ts";
import { resume, train } from "../../runtime/train/train.ts";
import { writeBetweenMarks } from "./marked.ts";
import { prepareEmoji } from "./prepare.ts";

const SEEDS = [11, 12, 13, 14, 15];
const MODELS = { words: "words alone", picture: "picture alone", fused: "both, fused" } as const;
type Name = keyof typeof MODELS;
/** How the group of an emoji was told. */
type Fared = Extract<OutputEvaluation, { kind: "category" }>;

interface Measured {
  readonly parameters: number;
  /** By seed. */
  readonly answers: readonly Fared["answers"][];
  readonly measure: ReturnType<typeof categoryMeasure>;
  /** Mean seconds of training. */
  readonly seconds: number;
}

const here = dirname(fileURLToPath(import.meta.url));
const readme = join(here, "../../README.md");
const runs = join(here, "../../runs/emoji-table");

async function measure(name: Name): Promise<Measured> {
  const file = join(here, `${name}.fuse`);
  let labels = 0;
  const answers: Fared["answers"][] = [];
  let seconds = 0;
  for (const seed of SEEDS) {
    const out = join(runs, `${name}-${seed}`);
    const trained = existsSync(out) ? await resume(out) : await train(file, { seed, out });
    const { outputs } = await evaluate(trained.run, { split: "test" });
    const { metrics, ...group } = outputs[0]! as Fared;
    answers.push(group.answers);
    labels = group.labels.length;
    seconds += trained.seconds / SEEDS.length;
    console.log(
      `${name}, seed ${seed}: accuracy ${metrics.accuracy.value.toFixed(3)}, ${trained.seconds.toFixed(0)} s`,
    );
  }
  const { parameters } = compileFile(file).models[0]!.cost.total;
  return { parameters, answers, measure: categoryMeasure(labels), seconds };
}

const scores = ({ answers }: Measured): number[][] =>
  answers.map(({ truth, predicted }) => Array.from(truth, (label, i) => Number(label === predicted[i])));

const percent = (share: number): string => (100 * share).toFixed(1);
const interval = ({ value, low, high }: Estimate): string =>
  `${percent(value)} (${percent(low)} to ${percent(high)})`;

function tableOf(measured: Readonly<Record<Name, Measured>>): string {
  const lines = (Object.keys(MODELS) as Name[]).map((name) => {
    const { answers, measure, parameters, seconds } = measured[name];
    const { accuracy, macro_f1 } = estimateAcrossSeeds(measure, answers);
    const cells = [
      interval(accuracy),
      interval(macro_f1),
      parameters.toLocaleString("en-US"),
      seconds.toFixed(0),
    ];
    return `| ${MODELS[name]} | ${cells.join(" | ")} |`;
  });
  const mean = (name: Name) => {
    const { answers, measure } = measured[name];
    return estimateAcrossSeeds(measure, answers, { resamples: 0 }).accuracy.value;
  };
  const better = mean("words") > mean("picture") ? "words" : "picture";
  const { difference } = pairedBootstrap(scores(measured.fused), scores(measured[better]));
  return [
    "| model | test accuracy, % | macro-F1, % | parameters | seconds of training |",
    "| --- | --- | --- | --: | --: |",
    ...lines,
    "",
    `Fused less ${MODELS[better]}: ${interval(difference)} points of accuracy (paired bootstrap over items and seeds).`,
  ].join("\n");
}

await prepareEmoji(join(here, "data"));
const table = tableOf({
  words: await measure("words"),
  picture: await measure("picture"),
  fused: await measure("fused"),
});
console.log(`\n${table}`);
writeBetweenMarks(readme, "emoji", table);
rmSync(runs, { recursive: true, force: true });
