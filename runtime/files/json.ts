import { readFileSync } from "node:fs";
import type { ValidateFunction } from "ajv";
import { failure, messageOf } from "../failure.ts";
import { writeAtomically } from "./atomic.ts";

/** Writes a value as indented JSON in one atomic step. */
export function writeJson(path: string, value: object): void {
  writeAtomically(path, `${JSON.stringify(value, null, 2)}\n`);
}

/**
 * Reads a JSON file of a run folder and checks that it is what it should be.
 *
 * @throws RuntimeFailure `run-invalid`
 */
export function readJson<T>(path: string, validate: ValidateFunction<T>): T {
  const refuse = (what: string, cause?: unknown) =>
    failure(
      "run-invalid",
      {
        message: `${path} ${what}`,
        help: "Give a folder that `fusewire train` has written, or train the model again.",
      },
      { cause },
    );
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw refuse(`cannot be read: ${messageOf(error)}`, error);
  }
  if (validate(value)) return value;
  const first = validate.errors?.[0];
  const place = first?.instancePath ? `${first.instancePath.slice(1).replaceAll("/", ".")} ` : "";
  throw refuse(`is not what this version writes: ${place}${first?.message ?? "it is malformed"}`);
}
