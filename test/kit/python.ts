import { execFileSync } from "node:child_process";

/** The Python that comparisons may use, if one is offered. */
const PYTHON = process.env.FUSEWIRE_PYTHON;

/** Whether none is. The test must have Python in its name. */
export const NO_PYTHON = PYTHON === undefined;

/**
 * What a Python script makes of some data: `given` stands for it in the script, and `answer` is to be set to something
 * that JSON knows.
 */
export function python(script: string, given: unknown): unknown {
  const whole = `import json, sys\ngiven = json.load(sys.stdin)\n${script}\njson.dump(answer, sys.stdout)\n`;
  const text = execFileSync(PYTHON!, ["-c", whole], { input: JSON.stringify(given), encoding: "utf8" });
  return JSON.parse(text);
}
