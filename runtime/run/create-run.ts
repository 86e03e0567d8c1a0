import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import type { Source } from "../../diagnostics/source.ts";
import { failure } from "../failure.ts";
import { writeAtomically } from "../files/atomic.ts";
import { VERSION } from "../version.ts";
import { type RunLayout, runLayout } from "./layout.ts";
import { type RunManifest, writeManifest } from "./manifest.ts";

export interface NewRun
  extends Pick<
    RunManifest,
    "model" | "entry" | "seed" | "epochs" | "phaseEpochs" | "batch" | "threads" | "range"
  > {
  /** The folder to make; `runs/<model>-<number>` where it is left out. */
  readonly out?: string | undefined;
  /** The project folder. */
  readonly project: string;
  readonly sources: readonly Source[];
}

/**
 * Makes the folder of a new run with all that is needed to train it again: sources, seed, versions.
 *
 * @throws RuntimeFailure `run-exists`
 */
export function createRun({ out, project, sources, ...asked }: NewRun): RunLayout {
  const layout = runLayout(out === undefined ? makeNumbered(asked.model) : makeNamed(resolve(out)));
  for (const { file, text } of sources) {
    const place = join(layout.source, file);
    mkdirSync(dirname(place), { recursive: true });
    writeAtomically(place, text);
  }
  writeManifest(layout, {
    format: 1,
    ...asked,
    project: relative(layout.folder, project),
    versions: { fusewire: VERSION, node: process.versions.node },
    created: new Date().toISOString(),
  });
  return layout;
}

function makeNamed(folder: string): string {
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    throw failure("run-exists", {
      message: `${folder} is there already, and not empty`,
      help: "Choose another folder, remove this one, or continue its run with `fusewire train --resume`.",
    });
  }
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** Making a folder tells whether it was there, so that two runs started at once get two folders. */
function makeNumbered(model: string): string {
  mkdirSync("runs", { recursive: true });
  for (let number = 1; ; number++) {
    const folder = resolve("runs", `${model}-${number}`);
    try {
      mkdirSync(folder);
      return folder;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
}

/** Removes a run that came to nothing. */
export function removeRun({ folder }: RunLayout): void {
  rmSync(folder, { recursive: true, force: true });
}
