import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { evaluate, type OutputEvaluation } from "../../runtime/evaluate/evaluate-run.ts";
import { writeAtomically } from "../../runtime/files/atomic.ts";
import { sha256 } from "../../runtime/files/hash.ts";
import { compileFile } from "../../runtime/model/compile-file.ts";
import { resume, train } from "../../runtime/train/train.ts";
import { stampIn } from "./prepared.ts";
import {
  type Compared,
  type Measured,
  mapRecord,
  mean,
  type SeedResult,
  type SubsetResult,
  scoresOf,
} from "./verdict.ts";

/** Seeds that play no part in tuning. */
const SEEDS = [11, 12, 13, 14, 15];

/** The models of an example, all of which decide about one category. */
export interface ComparisonPlan {
  /** The example's folder, with `parts.fuse` and `data`. */
  readonly folder: string;
  /** Where what is trained is kept until the table is written. */
  readonly kept: string;
  /** File without its ending, and what the table calls it. */
  readonly models: readonly Compared[];
  readonly seeds?: readonly number[];
  /** Whether models with several inputs are measured with each set of them. */
  readonly subsets?: boolean;
}

type Fared = Extract<OutputEvaluation, { kind: "category" }>;

/**
 * Trains each model with each seed and measures it on the test split. What is measured is kept, so that a comparison
 * that was broken off goes on where it stood, and a model that has changed since is trained anew.
 */
export async function measureModels(plan: ComparisonPlan): Promise<Measured[]> {
  mkdirSync(plan.kept, { recursive: true });
  const measured: Measured[] = [];
  for (const model of plan.models) {
    const file = join(plan.folder, `${model.file}.fuse`);
    const runs: SeedResult[] = [];
    for (const seed of plan.seeds ?? SEEDS) {
      const result = await resultOf(plan, model, seed);
      const accuracy = mean(scoresOf(result)).toFixed(3);
      console.log(`${model.file}, seed ${seed}: accuracy ${accuracy}, ${result.seconds.toFixed(0)} s`);
      runs.push(result);
    }
    measured.push({ ...model, parameters: compileFile(file).models[0]!.cost.total.parameters, runs });
  }
  return measured;
}

async function resultOf(plan: ComparisonPlan, model: Compared, seed: number): Promise<SeedResult> {
  const { folder, kept } = plan;
  const file = join(folder, `${model.file}.fuse`);
  const sources = [file, join(folder, "parts.fuse")].map((path) => readFileSync(path, "utf8"));
  const hash = sha256(JSON.stringify([sources, await stampIn(join(folder, "data"))])).slice(0, 12);
  const out = join(kept, `${model.file}-${seed}-${hash}`);
  const known = `${out}.json`;
  if (existsSync(known)) return JSON.parse(readFileSync(known, "utf8")) as SeedResult;
  const trained = existsSync(out) ? await resume(out) : await train(file, { seed, out });
  const asked = plan.subsets === true && model.alone === undefined;
  const { outputs, subsets = [] } = await evaluate(trained.run, { split: "test", subsets: asked });
  const { answers, labels } = outputs[0] as Fared;
  const result: SeedResult = {
    labels: labels.length,
    answers: mapRecord(answers, (column) => Array.from(column)),
    seconds: trained.seconds,
    waiting: trained.waiting,
    subsets: subsets.map(
      ({ inputs, outputs }): SubsetResult => ({
        inputs,
        accuracy: (outputs[0] as Fared).metrics.accuracy.value,
      }),
    ),
  };
  writeAtomically(known, JSON.stringify(result));
  rmSync(out, { recursive: true, force: true });
  return result;
}
