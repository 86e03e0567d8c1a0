/**
 * Tries the same settings for each of the three emoji models, and chooses by the validation split alone. The table of
 * what was tried goes into README.md beside this file; the chosen settings stand in the models' files.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { evaluate } from "../../runtime/evaluate/evaluate-run.ts";
import { writeAtomically } from "../../runtime/files/atomic.ts";
import { train } from "../../runtime/train/train.ts";
import { prepareEmoji } from "./prepare.ts";

const MODELS = ["words", "picture", "fused"] as const;
const LEARNING_RATES = ["1e-3", "3e-3"];
const LABEL_SMOOTHINGS = ["0", "0.1"];
const SEED = 1;

const here = dirname(fileURLToPath(import.meta.url));
const readme = join(here, "README.md");
const project = mkdtempSync(join(tmpdir(), "fusewire-tune-"));

/** A model's file with other settings. */
function variant(model: string, learningRate: string, smoothing: string): string {
  const file = join(project, `${model}-${learningRate}-${smoothing}.fuse`);
  const text = readFileSync(join(here, `${model}.fuse`), "utf8")
    .replace(/learning_rate: [\d.e-]+/g, `learning_rate: ${learningRate}`)
    .replace(/label_smoothing: [\d.e-]+/g, `label_smoothing: ${smoothing}`);
  writeFileSync(file, text);
  return file;
}

async function validationAccuracy(file: string): Promise<number> {
  const { run } = await train(file, { seed: SEED, out: `${file}.run` });
  const { outputs } = await evaluate(run, { split: "validation" });
  return outputs[0]!.metrics.accuracy.value;
}

try {
  await prepareEmoji(join(here, "data"));
  cpSync(join(here, "parts.fuse"), join(project, "parts.fuse"));
  symlinkSync(join(here, "data"), join(project, "data"), "dir");
  const lines: string[] = [];
  for (const learningRate of LEARNING_RATES) {
    for (const smoothing of LABEL_SMOOTHINGS) {
      const accuracies: string[] = [];
      for (const model of MODELS) {
        const accuracy = await validationAccuracy(variant(model, learningRate, smoothing));
        accuracies.push((100 * accuracy).toFixed(1));
        console.log(
          `${model}, learning rate ${learningRate}, label smoothing ${smoothing}: ${accuracies.at(-1)} %`,
        );
      }
      lines.push(`| ${learningRate} | ${smoothing} | ${accuracies.join(" | ")} |`);
    }
  }
  const head = `| learning rate | label smoothing | ${MODELS.join(" | ")} |\n| --- | --- | --: | --: | --: |`;
  const table = `${head}\n${lines.join("\n")}`;
  console.log(`\n${table}`);
  const marked = /(<!-- table:tuning[^>]*-->\n)[\s\S]*?(<!-- \/table:tuning -->)/;
  writeAtomically(readme, readFileSync(readme, "utf8").replace(marked, `$1\n${table}\n\n$2`));
} finally {
  rmSync(project, { recursive: true, force: true });
}
