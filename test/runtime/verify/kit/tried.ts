import { compile } from "../../../../compiler/compile.ts";
import type { AnyOutputKind } from "../../../../compiler/outputs/define.ts";
import { outputKinds } from "../../../../compiler/outputs/index.generated.ts";
import { type Trial, trialsOf } from "../../../../compiler/trial.ts";
import { PROPERTIES } from "../../../../runtime/verify/properties.ts";
import { type Verdict, verifyTrial } from "../../../../runtime/verify/verify.ts";
import { plainMachine } from "./plain-machine.ts";

const HEAD = 'category Mood = ["glad", "sad"]\n';

/** The kind of output that a declared type is, by the word it begins with. */
const kindOf = (type: string): AnyOutputKind =>
  type in outputKinds ? outputKinds[type as keyof typeof outputKinds] : outputKinds.category;

/** A model of these statements, trained by the usual loss of each output and more terms. */
export function sourceOf(statements: string, settings = "", more: readonly string[] = []): string {
  const found = (pattern: RegExp) => [...statements.matchAll(pattern)].map(([, ...groups]) => groups);
  const inputs = found(/input (\w+):/g).map(([name]) => name);
  const decided = found(/output (\w+): (\w+)/g) as [string, string][];
  const pictures = found(/input (\w+): *image\(/g).map(([name]) => name);
  const source = (name: string | undefined) => (pictures.includes(name) ? "file" : "column");
  const fields = [...inputs, ...decided.map(([name]) => name)].map(
    (name) => `  ${name} = ${source(name)}("${name}")`,
  );
  const terms = decided.map(([name, type]) => `    ${name} = ${kindOf(type).loss}(${name})`);
  return `${HEAD}model Tried {
${statements}
}
data Rows {
  from: "rows.csv"
${fields.join("\n")}
  split: column("split")
}
train Tried on Rows {
  minimise {
${[...terms, ...more.map((term) => `    ${term}`)].join("\n")}
  }
  optimizer: adam(0.01)
  epochs: 1
  batch: 8
  ${settings}
}
`;
}

/** The one model of a source, set up to be tried. */
export function trialOf(source: string): Trial {
  const errors = compile("tried.fuse", () => source).findings.filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join("\n"));
  return trialsOf("tried.fuse", () => source)[0]!;
}

/** What is found about some properties of a model, or all, by plain loops. */
export async function verdictsOf(
  trial: Trial,
  folder: string,
  names?: readonly string[],
): Promise<Readonly<Record<string, Verdict>>> {
  const properties = PROPERTIES.filter(({ name }) => names?.includes(name) ?? true);
  const { verdicts } = await verifyTrial(trial, plainMachine, folder, {}, properties);
  return Object.fromEntries(verdicts.map((verdict) => [verdict.name, verdict]));
}
