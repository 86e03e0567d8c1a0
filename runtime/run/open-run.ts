import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { TypedModel } from "../../compiler/check/model.ts";
import type { CompiledModel } from "../../compiler/plan/compiled-model.ts";
import type { Source } from "../../diagnostics/source.ts";
import { failure } from "../failure.ts";
import { compileIn } from "../model/compile-file.ts";
import { type RunLayout, runLayout } from "./layout.ts";
import { type RunManifest, readManifest } from "./manifest.ts";

/** A run's folder, read: what was asked for, and its sources compiled anew. */
export interface Run {
  readonly layout: RunLayout;
  readonly manifest: RunManifest;
  /** The project folder. */
  readonly project: string;
  readonly sources: readonly Source[];
  readonly compiled: CompiledModel;
  /** The model in the author's words. */
  readonly typed: TypedModel;
  readonly training: NonNullable<CompiledModel["training"]>;
}

/** @throws RuntimeFailure `run-missing`, `run-invalid` */
export function openRun(folder: string): Run {
  const layout = runLayout(resolve(folder));
  if (!existsSync(layout.manifest)) {
    throw failure("run-missing", {
      message: `${folder} is no run's folder`,
      help: "Give a folder that `fusewire train` has written.",
    });
  }
  const manifest = readManifest(layout);
  const { models, findings, sources } = compileIn(layout.source, manifest.entry, manifest);
  const error = findings.find(({ severity }) => severity === "error");
  if (error !== undefined) {
    throw failure("run-invalid", {
      message: `this version does not accept the run's sources: ${error.message}`,
      help: `The run was written by Fusewire ${manifest.versions.fusewire}: use that version, or train again.`,
    });
  }
  const found = models.find(({ model }) => model.interface.model === manifest.model);
  const training = found?.model.training;
  if (found === undefined || training === undefined) {
    throw failure("run-invalid", {
      message: `${manifest.entry} in ${layout.source} does not train a model called ${manifest.model}`,
      help: "The run's files were changed. Train again.",
    });
  }
  const project = resolve(layout.folder, manifest.project);
  return { layout, manifest, project, sources, compiled: found.model, typed: found.typed, training };
}
