import type { Problem } from "../diagnostics/render/text.ts";
import type { Source } from "../diagnostics/source.ts";
import { FAILED } from "./exit-codes.ts";

/** A failure to be told in plain words: what went wrong, where, and what to do about it. */
export interface Failure extends Problem {
  readonly sources: readonly Source[];
  readonly exitCode: number;
}

/** An error that the command line tells and ends with. */
export function failure(message: string, help: readonly string[] = [], exitCode = FAILED): Error {
  return Object.assign(new Error(message), { help, exitCode });
}

/** What to tell of an error: those of the engine and the runtime say what to do about them in `help`. */
export function toldOf(error: unknown): Failure {
  if (!(error instanceof Error)) return { message: String(error), help: [], sources: [], exitCode: FAILED };
  const {
    help = [],
    span,
    related = [],
    sources = [],
    exitCode = FAILED,
  } = error as Partial<Failure> & {
    readonly help?: string | readonly string[];
  };
  return {
    message: error.message,
    help: typeof help === "string" ? [help] : help,
    span,
    related,
    sources,
    exitCode,
  };
}
