/** The example of every operator and kind of output has every property, also where its inputs are optional. */
import { describe, expect, test } from "vitest";
import { compile } from "../../../compiler/compile.ts";
import { operators } from "../../../compiler/operators/index.generated.ts";
import { outputKinds } from "../../../compiler/outputs/index.generated.ts";
import { temporaryFolder } from "../temporary.ts";
import { sourceOf, trialOf, verdictsOf } from "./kit/tried.ts";

const folder = temporaryFolder();
const ABSENCE = ["subsets_finite", "absence_one_path", "absence_inert", "absence_uncounted"];

const examples = [...Object.values(operators), ...Object.values(outputKinds)].map(({ name, example }) => ({
  name,
  example,
}));

/** What is wrong with a trained model of these statements. */
async function faults(statements: string, names?: readonly string[]): Promise<string[]> {
  const verdicts = await verdictsOf(trialOf(sourceOf(statements)), folder, names);
  return Object.values(verdicts).flatMap((verdict) =>
    verdict.status === "failed" ? verdict.found.map(({ message }) => `${verdict.name}: ${message}`) : [],
  );
}

/** The statements with inputs that records may lack: all, or all but the first. */
const optional = (statements: string, from: 0 | 1) => {
  let count = 0;
  return statements.replaceAll(/^( *)input /gm, (line, indent) =>
    count++ < from ? line : `${indent}optional input `,
  );
};

describe.each(examples)("the example of $name", ({ example }) => {
  test("has every property", async () => {
    expect(await faults(example)).toEqual([]);
  });

  test.each([
    ["all its inputs", 0],
    ["all but its first input", 1],
  ] as const)(
    "is finite whatever is absent of %s, or is refused and the remedies are named",
    async (_, from) => {
      const statements = optional(example, from);
      const source = sourceOf(statements);
      const errors = compile("tried.fuse", () => source).findings.filter(
        ({ severity }) => severity === "error",
      );
      if (errors.length === 0) expect(await faults(statements, ABSENCE)).toEqual([]);
      for (const { name, help } of errors) {
        expect(["presence_refused", "inputs_optional"]).toContain(name);
        expect(help.join("\n")).toMatch(/`concat`|`vote`|required/);
      }
    },
  );
});
