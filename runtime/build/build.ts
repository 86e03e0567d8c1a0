import { failingIn } from "../failure.ts";
import { writeFolder } from "../files/folder.ts";
import { openSubject, type SubjectOptions } from "./subject.ts";
import type { Target } from "./target.ts";

export interface BuildOptions extends SubjectOptions {
  /** The folder to write. */
  readonly out: string;
  /** Whether a folder that is there makes room. */
  readonly force?: boolean | undefined;
}

/** What was built. */
export interface Built {
  readonly model: string;
  /** Names of the files in the folder. */
  readonly files: readonly string[];
}

/**
 * Writes the model of a source file or of a run's folder as a target has it. The folder is there as a whole or not at
 * all.
 *
 * @throws SourceError, RuntimeFailure
 */
export async function build<O extends object>(
  path: string,
  target: Target<O>,
  { out, force, ...options }: BuildOptions & O,
): Promise<Built> {
  const subject = openSubject(path, options);
  const files = await failingIn(subject.sources, () => target.files(subject, options as unknown as O));
  writeFolder(out, files, { replace: force ?? false });
  return { model: subject.compiled.interface.model, files: [...files.keys()] };
}
