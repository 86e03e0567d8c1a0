import { FAILED } from "./exit-codes.ts";

/** A failure to be told in plain words: what went wrong, and what to do about it. */
export interface Failure {
  readonly message: string;
  readonly help: readonly string[];
  readonly exitCode: number;
}

/** An error that the command line tells and ends with. */
export function failure(message: string, help: readonly string[] = [], exitCode = FAILED): Error & Failure {
  return Object.assign(new Error(message), { help, exitCode });
}

/** What to tell of an error: those of the engine and the runtime say what to do about them in `help`. */
export function toldOf(error: unknown): Failure {
  if (!(error instanceof Error)) return { message: String(error), help: [], exitCode: FAILED };
  const { help, exitCode } = error as Partial<Failure> & { help?: string | readonly string[] };
  const lines = help === undefined ? [] : typeof help === "string" ? [help] : help;
  return { message: error.message, help: lines, exitCode: exitCode ?? FAILED };
}
