import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { evaluate } from "../../runtime/evaluate/evaluate-run.ts";
import { writeAtomically } from "../../runtime/files/atomic.ts";
import { sha256 } from "../../runtime/files/hash.ts";
import { resume, train } from "../../runtime/train/train.ts";
import { writeBetweenMarks } from "./marked.ts";
import type { Setting, Tuning } from "./settings.ts";

/** How the models of an example are tuned. */
export interface TuningPlan<N extends string> {
  /** The example's folder: its models, `parts.fuse`, `data` and the README with a place for the table `tuning`. */
  readonly folder: string;
  /** Where runs are kept, so that what is trained already is not trained again. */
  readonly kept: string;
  /** Files without their ending, each of which decides about one category. */
  readonly models: readonly string[];
  readonly tuning: Tuning<N>;
  readonly trials: number;
  /** The best so many are trained once more. */
  readonly finalists: number;
}

const DRAWN_BY = 1;
const [FIRST_SEED, SECOND_SEED] = [1, 2];

interface Trial {
  readonly number: number;
  readonly setting: Setting;
  /** Accuracy on the validation split, by seed. */
  readonly accuracies: number[];
}

const meanOf = ({ accuracies }: Trial): number => accuracies.reduce((a, b) => a + b, 0) / accuracies.length;
const byMean = (a: Trial, b: Trial): number => meanOf(b) - meanOf(a) || a.number - b.number;
const percent = (share: number): string => (100 * share).toFixed(1);

/**
 * Tries the same settings, drawn by a seed, for each model of an example, and chooses by the validation split alone:
 * all settings with one seed, then the best few with another. The best go into the models' files, and what was tried
 * into the README.
 */
export async function tuneModels<N extends string>(plan: TuningPlan<N>): Promise<void> {
  const { folder, models, tuning } = plan;
  const tried: Trial[][] = [];
  for (const model of models) tried.push(await tune(plan, model));
  models.forEach((model, i) => {
    const file = join(folder, `${model}.fuse`);
    const text = readFileSync(file, "utf8");
    const { number, setting } = bestOf(tried[i]!);
    writeAtomically(file, tuning.apply(text, setting));
    const chosen = tuning.placesIn(text).map((name) => `${name} ${setting[name as string]}`);
    console.log(`${model}: setting ${number}, ${chosen.join(", ")}`);
  });
  const table = tableOf(plan, tried);
  console.log(`\n${table}`);
  writeBetweenMarks(join(folder, "README.md"), "tuning", table);
}

async function tune<N extends string>(plan: TuningPlan<N>, model: string): Promise<Trial[]> {
  const { folder, tuning } = plan;
  const text = readFileSync(join(folder, `${model}.fuse`), "utf8");
  const trials = tuning
    .draw(plan.trials, DRAWN_BY)
    .map((setting, i): Trial => ({ number: i + 1, setting, accuracies: [] }));
  const measure = async ({ number, setting, accuracies }: Trial, seed: number): Promise<void> => {
    const accuracy = await validationAccuracy(plan, tuning.apply(text, setting as Setting<N>), seed);
    accuracies.push(accuracy);
    console.log(`${model}, setting ${number}, seed ${seed}: ${percent(accuracy)} %`);
  };
  for (const trial of trials) await measure(trial, FIRST_SEED);
  for (const trial of trials.toSorted(byMean).slice(0, plan.finalists)) await measure(trial, SECOND_SEED);
  return trials;
}

async function validationAccuracy(
  { folder, kept }: Pick<TuningPlan<string>, "folder" | "kept">,
  text: string,
  seed: number,
): Promise<number> {
  const parts = join(folder, "parts.fuse");
  const own = join(kept, sha256(JSON.stringify([text, readFileSync(parts, "utf8"), seed])).slice(0, 16));
  const file = join(own, "model.fuse");
  const out = join(own, "run");
  if (!existsSync(out)) {
    rmSync(own, { recursive: true, force: true });
    mkdirSync(own, { recursive: true });
    cpSync(parts, join(own, "parts.fuse"));
    symlinkSync(join(folder, "data"), join(own, "data"), "dir");
    writeAtomically(file, text);
  }
  const { run } = existsSync(out) ? await resume(out) : await train(file, { seed, out });
  const { outputs } = await evaluate(run, { split: "validation" });
  const [output] = outputs;
  if (output?.kind !== "category") throw new Error("the model decides about no category");
  return output.metrics.accuracy.value;
}

/** The best of those that were trained with both seeds. */
function bestOf(trials: readonly Trial[]): Trial {
  return trials.filter(({ accuracies }) => accuracies.length > 1).toSorted(byMean)[0]!;
}

function tableOf<N extends string>(
  { tuning, models }: TuningPlan<N>,
  tried: readonly (readonly Trial[])[],
): string {
  const head = ["", ...tuning.names, ...models];
  const rows = tried[0]!.map(({ number, setting }, i) => {
    const cells = tried.map((trials) => {
      const trial = trials[i]!;
      const shown = trial.accuracies.map(percent).join(", ");
      return trial === bestOf(trials) ? `**${shown}**` : shown;
    });
    return [number, ...tuning.names.map((name) => setting[name as string]), ...cells];
  });
  const ruler = head.map((_, i) => (i > tuning.names.length ? "--:" : "---"));
  return [head, ruler, ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
