import { FAILED } from "./exit-codes.ts";

/** A failure to be told in plain words: what went wrong, and what to do about it. */
export interface Failure extends Error {
  readonly help: readonly string[];
  readonly exitCode: number;
}

export function failure(message: string, help: readonly string[] = [], exitCode = FAILED): Failure {
  return Object.assign(new Error(message), { name: "Failure", help, exitCode });
}

export function isFailure(error: unknown): error is Failure {
  return error instanceof Error && error.name === "Failure";
}
