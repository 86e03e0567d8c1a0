import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { clips } from "../../../../compiler/clips/index.generated.ts";
import { compile } from "../../../../compiler/compile.ts";
import { createBuilder } from "../../../../compiler/graph/builder.ts";
import type { Program } from "../../../../compiler/graph/graph.ts";
import { createOps } from "../../../../compiler/graph/ops.ts";
import { type PrimitiveName, primitives } from "../../../../compiler/graph/primitives/index.ts";
import { optimizers } from "../../../../compiler/optimizers/index.generated.ts";
import type { CompiledModel } from "../../../../compiler/plan/compiled-model.ts";
import { schedules } from "../../../../compiler/schedules/index.generated.ts";
import { writeSavedModel } from "../../../../compiler/targets/tensorflow/saved-model.ts";
import { appliedCases } from "../../graph/kit/applied.ts";
import { programOf } from "../../graph/kit/on-engine.ts";
import { DIFFERENTIABLE, primitiveSlopes } from "../../graph/kit/primitive-slopes.ts";
import { decodeSavedModel } from "./kit/decode.ts";
import { faultsOf } from "./kit/validate.ts";

const PRECISIONS = ["float32", "float64"] as const;

/** What is wrong with programs by the registry of TensorFlow 2.7. */
function faults(programs: readonly Program[]): string[] {
  return PRECISIONS.flatMap((precision) => {
    const [graph] = decodeSavedModel(writeSavedModel(programs, { precision }).bytes).metaGraphs;
    return faultsOf(graph!);
  });
}

/** All source files in a folder. */
const sources = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".fuse"))
    .map((path) => `${folder}/${path}`);

const programsOf = ({ predict, training }: CompiledModel): Program[] =>
  training === undefined ? [predict] : [predict, training.train, training.evaluate];

describe("only operations of TensorFlow 2.7 are written", () => {
  test.each(Object.keys(primitives) as PrimitiveName[])("for %s", (name) => {
    const g = createOps(createBuilder());
    const results = appliedCases(g, name).flatMap(({ apply, operands }, k) =>
      apply(operands).map((tensor, i) => [`case ${k}, result ${i}`, tensor] as const),
    );
    expect(faults([programOf("forward", Object.fromEntries(results))])).toEqual([]);
  });

  test.each(DIFFERENTIABLE)("for the gradient of %s", (name) => {
    const g = createOps(createBuilder());
    const results = primitiveSlopes(g, name).map(
      ({ slopes, which }) => [`${which}`, slopes.derived()] as const,
    );
    expect(faults([programOf("gradient", Object.fromEntries(results))])).toEqual([]);
  });

  const examples = sources("examples").flatMap((file) =>
    compile(file, (path) => readFileSync(path, "utf8")).models.map(
      ({ model }) => [`${model.interface.model} in ${file}`, model] as const,
    ),
  );

  test("there are examples", () => {
    expect(examples.length).toBeGreaterThan(1);
  });

  test.each(examples)("for %s", (_, model) => {
    expect(faults(programsOf(model))).toEqual([]);
  });

  /** A small model, trained with one more setting. */
  const trained = (setting: string) => `category Answer = ["yes", "no"]

model Small {
  input word:    text(words: 3, vocabulary: 9)
  input picture: image(8, 8, channels: rgb)

  seen  = picture |> conv(2, kernel: 3) |> batch_norm |> relu |> max_pool(2) |> mean(over: [height, width])
  joint = concat(word |> embed(4) |> mean(over: word), seen) |> dropout(0.5) |> dense(3, relu)

  output answer: Answer = joint |> classify(Answer)
}

data Rows {
  from:   "rows.csv"
  word    = column("word")
  picture = file("{picture}.png")
  answer  = column("answer")
  split:  column("split")
}

train Small on Rows {
  minimise:  cross_entropy(answer)
  ${setting}
  epochs:    1
  batch:     2
}
`;
  const OPTIMIZER = "optimizer: adam(0.01)";
  const settings = [
    ...Object.values(optimizers).map(({ example }) => example),
    "optimizer: sgd(0.01)",
    "optimizer: sgd(0.01, momentum: 0.9, nesterov: true, weight_decay: 0.1)",
    "optimizer: adamw(0.01, weight_decay: 0.1)",
    ...[clips, schedules].flatMap((all) =>
      Object.values(all).map(({ example }) => `${OPTIMIZER}\n  ${example}`),
    ),
  ];

  test.each(settings)("for a model trained with %s", (setting) => {
    const { models, findings } = compile("small.fuse", () => trained(setting));
    expect(findings.filter(({ severity }) => severity === "error").map(({ message }) => message)).toEqual([]);
    expect(faults(programsOf(models[0]!.model))).toEqual([]);
  });
});
