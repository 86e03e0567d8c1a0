import { readFileSync } from "node:fs";
import { join } from "node:path";
import { compileFile } from "../../../../runtime/model/compile-file.ts";
import { initialValues } from "../../../../runtime/model/initial-values.ts";
import { writeCheckpoint } from "../../../../runtime/run/checkpoint.ts";
import { createRun } from "../../../../runtime/run/create-run.ts";
import { writeRunData } from "../../../../runtime/run/manifest.ts";
import { writeProject } from "../../train/kit/project.ts";

export const VOCABULARY = ["yes", "no", "never"];

/** A run of a small model as it is before its first step, and its file. */
export function untrainedRun(folder: string): { readonly run: string; readonly file: string } {
  const file = writeProject(folder);
  const { models, sources } = compileFile(file);
  const { interface: face, variables } = models[0]!.model;
  const run = join(folder, "run");
  const asked = { model: face.model, entry: "model.fuse", seed: 3, epochs: 1, batch: 32 };
  const layout = createRun({ out: run, project: folder, sources, ...asked });
  const split = { rows: 1, hash: "" };
  writeRunData(layout, {
    splits: { train: split, validation: split, test: split },
    fitted: { word: { vocabulary: VOCABULARY } },
  });
  const nothing = { step: 0, epoch: 0, rows: 0, loss: 0, terms: {}, tallies: {}, metrics: 0, seconds: 0 };
  writeCheckpoint(layout.last, {
    state: { format: 2, ...nothing },
    values: initialValues(variables, { seed: 3, horizon: 10 }),
  });
  return { run, file };
}

export const jsonIn = (folder: string, name: string): unknown =>
  JSON.parse(readFileSync(join(folder, name), "utf8"));
