/**
 * Tries the same settings, drawn by a seed, for each of the three emoji models, and chooses by the validation split
 * alone: all settings with one seed, then the best few with another. The best go into the models' files, and what was
 * tried into README.md beside this file. What is trained already is kept in `runs/emoji-tune` and not trained again.
 */
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { evaluate } from "../../runtime/evaluate/evaluate-run.ts";
import { writeAtomically } from "../../runtime/files/atomic.ts";
import { sha256 } from "../../runtime/files/hash.ts";
import { resume, train } from "../../runtime/train/train.ts";
import { writeBetweenMarks } from "./marked.ts";
import { prepareEmoji } from "./prepare.ts";
import { drawSettings, type Setting, TUNED_NAMES, tunedIn, withSetting } from "./settings.ts";

const MODELS = ["words", "picture", "fused"] as const;
const TRIALS = 8;
const DRAWN_BY = 1;
const FIRST_SEED = 1;
/** The best so many are trained once more. */
const FINALISTS = 3;
const SECOND_SEED = 2;

interface Trial {
  readonly number: number;
  readonly setting: Setting;
  /** Accuracy on the validation split, by seed. */
  readonly accuracies: number[];
}

const here = dirname(fileURLToPath(import.meta.url));
const kept = join(here, "../../runs/emoji-tune");
const parts = join(here, "parts.fuse");

const meanOf = ({ accuracies }: Trial): number => accuracies.reduce((a, b) => a + b, 0) / accuracies.length;
const byMean = (a: Trial, b: Trial): number => meanOf(b) - meanOf(a) || a.number - b.number;
const percent = (share: number): string => (100 * share).toFixed(1);

async function validationAccuracy(text: string, seed: number): Promise<number> {
  const folder = join(kept, sha256(JSON.stringify([text, readFileSync(parts, "utf8"), seed])).slice(0, 16));
  const file = join(folder, "model.fuse");
  const out = join(folder, "run");
  if (!existsSync(out)) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    cpSync(parts, join(folder, "parts.fuse"));
    symlinkSync(join(here, "data"), join(folder, "data"), "dir");
    writeAtomically(file, text);
  }
  const { run } = existsSync(out) ? await resume(out) : await train(file, { seed, out });
  const { outputs } = await evaluate(run, { split: "validation" });
  const [group] = outputs;
  if (group?.kind !== "category") throw new Error("the model decides about no category");
  return group.metrics.accuracy.value;
}

async function tune(model: (typeof MODELS)[number]): Promise<Trial[]> {
  const text = readFileSync(join(here, `${model}.fuse`), "utf8");
  const trials: Trial[] = drawSettings(TRIALS, DRAWN_BY).map((setting, i) => ({
    number: i + 1,
    setting,
    accuracies: [],
  }));
  const measure = async ({ number, setting, accuracies }: Trial, seed: number): Promise<void> => {
    const accuracy = await validationAccuracy(withSetting(text, setting), seed);
    accuracies.push(accuracy);
    console.log(`${model}, setting ${number}, seed ${seed}: ${percent(accuracy)} %`);
  };
  for (const trial of trials) await measure(trial, FIRST_SEED);
  for (const trial of trials.toSorted(byMean).slice(0, FINALISTS)) await measure(trial, SECOND_SEED);
  return trials;
}

/** The best of those that were trained with both seeds. */
function bestOf(trials: readonly Trial[]): Trial {
  return trials.filter(({ accuracies }) => accuracies.length > 1).toSorted(byMean)[0]!;
}

function tableOf(tried: readonly (readonly Trial[])[]): string {
  const head = ["", ...TUNED_NAMES, ...MODELS];
  const rows = tried[0]!.map(({ number, setting }, i) => {
    const cells = tried.map((trials) => {
      const trial = trials[i]!;
      const shown = trial.accuracies.map(percent).join(", ");
      return trial === bestOf(trials) ? `**${shown}**` : shown;
    });
    return [number, ...TUNED_NAMES.map((name) => setting[name]), ...cells];
  });
  const ruler = head.map((_, i) => (i > TUNED_NAMES.length ? "--:" : "---"));
  return [head, ruler, ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

await prepareEmoji(join(here, "data"));
const tried: Trial[][] = [];
for (const model of MODELS) tried.push(await tune(model));
MODELS.forEach((model, i) => {
  const file = join(here, `${model}.fuse`);
  const text = readFileSync(file, "utf8");
  const { number, setting } = bestOf(tried[i]!);
  writeAtomically(file, withSetting(text, setting));
  console.log(
    `${model}: setting ${number}, ${tunedIn(text)
      .map((name) => `${name} ${setting[name]}`)
      .join(", ")}`,
  );
});
const table = tableOf(tried);
console.log(`\n${table}`);
writeBetweenMarks(join(here, "README.md"), "tuning", table);
