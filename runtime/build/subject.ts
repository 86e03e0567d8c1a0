import { existsSync, statSync } from "node:fs";
import type { CompiledModel } from "../../compiler/plan/compiled-model.ts";
import type { ReadFile } from "../../compiler/project.ts";
import type { Source } from "../../diagnostics/source.ts";
import { listNames } from "../../diagnostics/suggest.ts";
import type { Fitted } from "../data/encoders/define.ts";
import { failure } from "../failure.ts";
import type { VariableValues } from "../model/backend.ts";
import { compileFile, readBelow } from "../model/compile-file.ts";
import { invalidSource } from "../model/invalid-source.ts";
import { chosenCheckpoint } from "../run/chosen-checkpoint.ts";
import { readFitted } from "../run/manifest.ts";
import { openRun } from "../run/open-run.ts";

/** A model that is to be written in another form. */
export interface Subject {
  readonly compiled: CompiledModel;
  /** The author's files. */
  readonly sources: readonly Source[];
  /** The file that defines the model, and how it and what it imports are read. */
  readonly entry: string;
  readonly read: ReadFile;
  /** What a run has made of it; nothing where a source file was given. */
  readonly trained?: Trained;
}

export interface Trained {
  /** By the names of variables. */
  readonly values: VariableValues;
  /** What the encoders learned, by input. */
  readonly fitted: Readonly<Record<string, Fitted>>;
}

export interface SubjectOptions {
  /** The model of a file that defines several. */
  readonly model?: string | undefined;
  /** Which weights of a run; `best` where there are such. */
  readonly checkpoint?: "best" | "last" | undefined;
}

/**
 * The model of a source file or, with its weights, of a run's folder.
 *
 * @throws SourceError for a file with errors; RuntimeFailure `model-unknown`, and those about run and checkpoint
 */
export function openSubject(path: string, { model, checkpoint }: SubjectOptions = {}): Subject {
  if (!existsSync(path) || statSync(path).isDirectory()) {
    const run = openRun(path);
    const { compiled, sources } = run;
    if (model !== undefined && model !== compiled.interface.model)
      throw unknownModel(path, model, [compiled.interface.model]);
    const { values } = chosenCheckpoint(run, checkpoint);
    return {
      compiled,
      sources,
      entry: run.manifest.entry,
      read: readBelow(run.layout.source),
      trained: { values, fitted: readFitted(run.layout) },
    };
  }
  const compilation = compileFile(path);
  if (compilation.findings.some(({ severity }) => severity === "error")) throw invalidSource(compilation);
  const models = compilation.models.map((one) => one.model);
  const chosen =
    model === undefined && models.length === 1
      ? models[0]
      : models.find((one) => one.interface.model === model);
  const { sources, entry, folder } = compilation;
  if (chosen !== undefined) return { compiled: chosen, sources, entry, read: readBelow(folder, entry) };
  throw unknownModel(
    path,
    model,
    models.map((one) => one.interface.model),
  );
}

function unknownModel(path: string, wanted: string | undefined, names: readonly string[]) {
  if (names.length === 0) {
    return failure("model-unknown", { message: `${path} defines no model`, help: "Give a file that does." });
  }
  return failure(
    "model-unknown",
    wanted === undefined
      ? { message: `${path} defines ${listNames(names)}`, help: `Say which, as in --model ${names[0]}.` }
      : { message: `${path} has no model ${wanted}`, help: `It has ${listNames(names)}.` },
  );
}
