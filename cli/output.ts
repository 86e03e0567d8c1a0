import { writeFileSync } from "node:fs";
import { failure } from "./failure.ts";

/** Writes a command's result to a file, or to the terminal where none is named. */
export function writeOutput(text: string, out: string | undefined): void {
  const ended = text === "" || text.endsWith("\n") ? text : `${text}\n`;
  if (out === undefined) {
    process.stdout.write(ended);
    return;
  }
  try {
    writeFileSync(out, ended);
  } catch (error) {
    throw failure(`cannot write ${out}: ${(error as Error).message}`);
  }
}
