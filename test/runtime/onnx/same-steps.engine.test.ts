import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { libraryBlocks } from "../../../compiler/library/blocks.ts";
import { type CompiledModel, stepsOf } from "../../../compiler/plan/compiled-model.ts";
import { loadEngine } from "../../../runtime/engine/load.ts";
import type { Backend, OpenModel, StepProgram } from "../../../runtime/model/backend.ts";
import { compileFile } from "../../../runtime/model/compile-file.ts";
import { initialValues } from "../../../runtime/model/initial-values.ts";
import { loadOnnx } from "../../../runtime/onnx/backend.ts";
import { tensorflowBackend } from "../../../runtime/tensorflow/backend.ts";
import { compiled, records } from "../../compiler/kit/models.ts";
import { exampleModel } from "../../library/kit/example.ts";
import { fed } from "../eager/kit/compute.ts";
import { temporaryFolder } from "../temporary.ts";

const STEPS = 10;
const ROWS = 8;

/** Some of the library: attention, convolutions, recurrence, numbers of a table. */
const BLOCKS = ["CrossTransformer", "ConvNet", "LstmEncoder", "TabTransformer"];

const repository = fileURLToPath(new URL("../../..", import.meta.url));

const examples = readdirSync(join(repository, "examples"), { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".fuse") && !path.includes("node_modules"))
  .flatMap((path) => {
    const { models } = compileFile(join("examples", path), repository);
    const trained = models.map(({ model }) => model).filter(({ training }) => training !== undefined);
    return trained.map((model) => [`${model.interface.model} of ${path}`, () => model] as const);
  });

const blocks = BLOCKS.map((name) => {
  const block = libraryBlocks().find((one) => one.name === name)!;
  return [name, () => compiled(exampleModel(block)).model] as const;
});

describe("ten training steps are the same in ONNX Runtime as in TensorFlow, and weights move between both", () => {
  const folder = temporaryFolder();
  let backends: readonly Backend[];
  beforeAll(async () => {
    backends = [tensorflowBackend(await loadEngine()), await loadOnnx({ threads: 2 })];
  });

  /** The losses of some steps of every phase; dropout is on. */
  async function losses(open: OpenModel, feeds: Parameters<OpenModel["run"]>[1]): Promise<number[]> {
    const found: number[] = [];
    for (const { name } of stepsOf(open.compiled)) {
      for (let step = 0; step < STEPS; step++) {
        const { loss } = await open.run(name as StepProgram, feeds);
        found.push((loss!.data as Float32Array)[0]!);
      }
    }
    return found;
  }

  function feedsOf(model: CompiledModel) {
    const given = records(model, ROWS);
    const { train, evaluate } = model.training!;
    return Object.fromEntries(
      [...train.feeds, ...evaluate.feeds].map(({ name, dtype }) => [name, fed(dtype, given[name]!)]),
    );
  }

  test.each([...examples, ...blocks])("%s", async (_, make) => {
    const model = make();
    const feeds = feedsOf(model);
    const open = await Promise.all(backends.map((backend) => backend.open(model, { folder, sources: [] })));
    const [graph, onnx] = open as [OpenModel, OpenModel];
    try {
      for (const one of open) one.assign(initialValues(model.variables, { seed: 5, horizon: STEPS }));
      const wanted = await losses(graph, feeds);
      for (const [step, loss] of (await losses(onnx, feeds)).entries()) {
        const bound = 1e-4 * Math.max(1, wanted[step]!);
        expect(Math.abs(loss - wanted[step]!), `step ${step}`).toBeLessThan(bound);
      }
      onnx.assign(await graph.read());
      const [one, other] = [await graph.run("evaluate", feeds), await onnx.run("evaluate", feeds)];
      const values = one.loss!.data as Float32Array;
      (other.loss!.data as Float32Array).forEach((value, i) => void expect(value).toBeCloseTo(values[i]!, 4));
    } finally {
      for (const one of open) one.close();
    }
  });
});
