/** The models that have to mean the same everywhere: examples, operators, blocks, and random ones. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { compile } from "../../../compiler/compile.ts";
import { libraryBlocks } from "../../../compiler/library/blocks.ts";
import { operators } from "../../../compiler/operators/index.generated.ts";
import type { CompiledModel } from "../../../compiler/plan/compiled-model.ts";
import type { ReadFile } from "../../../compiler/project.ts";
import { readBelow } from "../../../runtime/model/compile-file.ts";
import { modelSource } from "../../format/kit/models.ts";
import { exampleModel } from "../../library/kit/example.ts";

/** A model and where it is written. */
export interface Subject {
  readonly entry: string;
  readonly read: ReadFile;
  readonly compiled: CompiledModel;
}

/** A subject by its title; it is compiled when it is needed. */
export type Named = readonly [title: string, make: () => Subject];

const repository = fileURLToPath(new URL("../../..", import.meta.url));

function subjectsOf(entry: string, read: ReadFile): Subject[] {
  const { models, findings } = compile(entry, read);
  const errors = findings.filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new Error(errors.map(({ code, message }) => `${code} ${message}`).join("\n"));
  return models.map(({ model }) => ({ entry, read, compiled: model }));
}

const ofText = (text: string): Subject =>
  subjectsOf("main.fuse", (path) => (path === "main.fuse" ? text : undefined))[0]!;

/** Every model of the examples that is trained. */
export const examples: readonly Named[] = readdirSync(join(repository, "examples"), {
  recursive: true,
  encoding: "utf8",
})
  .filter((path) => path.endsWith(".fuse") && !path.includes("node_modules"))
  .sort()
  .flatMap((path) =>
    subjectsOf(join("examples", path), readBelow(repository))
      .filter(({ compiled }) => compiled.training !== undefined)
      .map((subject) => [`${subject.compiled.interface.model} of ${path}`, () => subject] as const),
  );

/** The example of every operator. */
export const ofOperators: readonly Named[] = Object.entries(operators).map(([name, operator]) => [
  `operator ${name}`,
  () => ofText(exampleModel(operator)),
]);

/** The example of every block of the library. */
export const ofBlocks: readonly Named[] = libraryBlocks().map((block) => [
  `block ${block.name}`,
  () => ofText(exampleModel(block)),
]);

/** So many random models that are trained. */
export function randomModels(count: number): Named[] {
  const found: Named[] = [];
  for (let seed = 300; found.length < count; seed++) {
    const text = modelSource(seed);
    if (text.includes("\ntrain ")) found.push([`random model ${seed}`, () => ofText(text)]);
  }
  return found;
}
