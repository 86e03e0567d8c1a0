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

/** Trainings in which more than weights of one loss moves, by what is special about them. */
export const ofTrainings: readonly Named[] = Object.entries({
  "phases of which some parts rest": {
    minimise: `minimise {
    touch = cross_entropy(touched, target: mood)
    mood  = cross_entropy(mood, label_smoothing: 0.1)
  }`,
    more: `phase touch {
    moves: touched
    minimise: touch
    epochs: 1
  }
  phase rest {
    freezes: touched
    minimise: mood
    optimizer: sgd(0.05, momentum: 0.9)
    epochs: 1
  }`,
  },
  "terms whose weights are trained": {
    minimise: `minimise {
    touch = cross_entropy(touched, target: mood)
    mood  = focal(mood)
    balance: uncertainty
  }`,
    more: "epochs: 1\n  clip: norm(0.1)\n  schedule: cosine(warmup: 2)",
  },
}).map(([title, { minimise, more }]) => [
  title,
  () =>
    ofText(`category Mood = ["glad", "sad", "calm"]
model Trained {
  input touch: vector(3)
  input taste: vector(2)
  felt = touch |> dense(4, tanh) |> batch_norm |> dropout(0.2)
  touched = felt |> classify(Mood)
  joint = concat(felt, taste |> dense(4)) |> dropout(0.3)
  output mood: Mood = i2m2(touched, joint |> classify(Mood))
}
data Table {
  from: "table.csv"
  touch = column("touch")
  taste = column("taste")
  mood = column("mood")
  split: column("split")
}
train Trained on Table {
  ${minimise}
  optimizer: adamw(learning_rate: 1e-2, weight_decay: 0.1)
  ${more}
  batch: 4
}`),
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
