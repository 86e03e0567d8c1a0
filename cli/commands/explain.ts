import { nearestCode, explain as page } from "../../diagnostics/explain.ts";
import { failure } from "../failure.ts";
import { writeOutput } from "../output.ts";

/** `fusewire explain FW2104` */
export async function explain(code: string): Promise<number> {
  const found = page(code.toUpperCase());
  if (found === undefined) {
    const guess = nearestCode(code.toUpperCase());
    throw failure(`there is no finding ${code}`, guess === undefined ? [] : [`did you mean ${guess}?`]);
  }
  writeOutput(found, undefined);
  return 0;
}
