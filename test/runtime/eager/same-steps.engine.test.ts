import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { compile } from "../../../compiler/compile.ts";
import { libraryBlocks } from "../../../compiler/library/blocks.ts";
import type { CompiledModel } from "../../../compiler/plan/compiled-model.ts";
import { eagerBackend } from "../../../runtime/eager/backend.ts";
import type { Engine, HostTensors } from "../../../runtime/engine/engine.ts";
import { loadEngine } from "../../../runtime/engine/load.ts";
import type { Backend, VariableValues } from "../../../runtime/model/backend.ts";
import { compileFile } from "../../../runtime/model/compile-file.ts";
import { initialValues } from "../../../runtime/model/initial-values.ts";
import { tensorflowBackend } from "../../../runtime/tensorflow/backend.ts";
import { compiled, records } from "../../compiler/kit/models.ts";
import { modelSource } from "../../format/kit/models.ts";
import { exampleModel } from "../../library/kit/example.ts";
import { temporaryFolder } from "../temporary.ts";
import { fed } from "./kit/compute.ts";

const STEPS = 10;
const ROWS = 8;

/** Some of the library: attention, convolutions, recurrence, numbers of a table. */
const BLOCKS = ["CrossTransformer", "ConvNet", "LstmEncoder", "TabTransformer"];

const repository = fileURLToPath(new URL("../../..", import.meta.url));

function emoji(): CompiledModel {
  const { models } = compileFile("examples/emoji/fused.fuse", repository);
  return models[0]!.model;
}

function block(name: string): CompiledModel {
  return compiled(exampleModel(libraryBlocks().find((block) => block.name === name)!)).model;
}

const COUNT = process.env.FUSEWIRE_FULL === undefined ? 6 : 200;

/** Random models that are trained. */
function* randomModels(): Generator<readonly [string, () => CompiledModel]> {
  for (let seed = 300, count = 0; count < COUNT; seed++) {
    const { models } = compile("main.fuse", (path) => (path === "main.fuse" ? modelSource(seed) : undefined));
    const { model } = models[0]!;
    if (model.training === undefined) continue;
    count++;
    yield [`random model ${seed}`, () => model];
  }
}

describe("ten training steps are the same as one graph and node by node, with weights that move between both", () => {
  const folder = temporaryFolder();
  let engine: Engine;
  beforeAll(async () => {
    engine = await loadEngine();
  });

  /** The losses of some steps, and what the model then predicts; dropout is on. */
  async function train(backend: Backend, model: CompiledModel) {
    const open = await backend.open(model, { folder, sources: [] });
    try {
      open.assign(initialValues(model.variables, { seed: 5, horizon: STEPS }));
      const { train, evaluate } = model.training!;
      const given = records(model, ROWS);
      const feeds = Object.fromEntries(
        [...train.feeds, ...evaluate.feeds].map(({ name, dtype }) => [name, fed(dtype, given[name]!)]),
      );
      const losses: number[] = [];
      for (let step = 0; step < STEPS; step++) {
        const { loss } = await open.run("train", feeds);
        losses.push((loss!.data as Float32Array)[0]!);
      }
      return { losses, values: await open.read(), feeds };
    } finally {
      open.close();
    }
  }

  /** What weights predict. */
  async function answer(backend: Backend, model: CompiledModel, values: VariableValues, feeds: HostTensors) {
    const open = await backend.open(model, { folder, sources: [] });
    try {
      open.assign(values);
      return await open.run("predict", feeds);
    } finally {
      open.close();
    }
  }

  test.each([
    ["the emoji model", emoji] as const,
    ...BLOCKS.map((name) => [name, () => block(name)] as const),
    ...randomModels(),
  ])("%s", async (_, make) => {
    const model = make();
    const graphs = tensorflowBackend(engine);
    const eager = eagerBackend(engine.tf as unknown as Parameters<typeof eagerBackend>[0]);
    const graph = await train(graphs, model);
    const nodes = await train(eager, model);
    expect(new Set(graph.losses).size, "losses").toBeGreaterThan(1);
    for (const [step, loss] of graph.losses.entries()) {
      expect(Math.abs(nodes.losses[step]! - loss), `step ${step}`).toBeLessThan(1e-4 * Math.max(1, loss));
    }
    const { values, feeds } = graph;
    const [one, other] = await Promise.all(
      [graphs, eager].map((backend) => answer(backend, model, values, feeds)),
    );
    for (const [name, { data }] of Object.entries(one!)) {
      const found = other![name]!.data as Float32Array;
      (data as Float32Array).forEach((value, i) => void expect(found[i]).toBeCloseTo(value, 5));
    }
  });
});
