/**
 * Predicts random records of a model with random weights, as `../serve.ts` says; a step is a batch.
 *
 *     predictions.ts onnx|tensorflow FILE.fuse BATCH THREADS
 *     predictions.ts generated FILE.fuse BATCH THREADS
 *     predictions.ts file FILE.onnx BATCH THREADS
 */
import { mkdtempSync } from "node:fs";
import { dirname, join } from "node:path";
import { InferenceSession, Tensor } from "onnxruntime-node";
import type { InputPart } from "../../compiler/plan/interface.ts";
import { createBatches } from "../../runtime/data/batches.ts";
import { allocate, inputFeeds } from "../../runtime/data/feeds.ts";
import { createDraw } from "../../runtime/draws.ts";
import { compileFile } from "../../runtime/model/compile-file.ts";
import { initialValues } from "../../runtime/model/initial-values.ts";
import { loadOnnx } from "../../runtime/onnx/backend.ts";
import { loadTensorflow } from "../../runtime/tensorflow/backend.ts";
import { serve } from "../serve.ts";
import { fromGenerated, type Ready } from "./generated.ts";

const [engine, file, batchText, threadsText] = process.argv.slice(2) as [string, string, string, string];
const batch = Number(batchText);
const threads = Number(threadsText);
const draw = createDraw(0, ":bench");

async function fromSource(): Promise<Ready> {
  const { models, sources } = compileFile(file);
  const { model } = models[0]!;
  const backend =
    engine === "onnx"
      ? await loadOnnx({ threads })
      : await loadTensorflow({ threads: { intra: threads, inter: threads } });
  const opened = await backend.open(model, { folder: mkdtempSync(join(dirname(file), "graphs-")), sources });
  opened.assign(initialValues(model.variables, { seed: 0, horizon: 1 }));
  const rows = model.interface.inputs.flatMap((input) => {
    const [{ feed, shape }] = input.parts as [InputPart];
    return inputFeeds(input).map((spec) => {
      const below = spec.name === feed ? Number(input.settings.vocabulary ?? 256) : shape[0]! + 1;
      const made = allocate(spec, batch);
      const scale = spec.dtype === "float32" ? 1 / below : 1;
      for (let i = 0; i < made.data.length; i++) made.data[i] = draw(below) * scale;
      return made;
    });
  });
  const feeds = createBatches(rows, batch).gather(0, batch);
  const { package: library } = backend.facts;
  return { library, predict: () => opened.run("predict", feeds) };
}

async function fromFile(): Promise<Ready> {
  const session = await InferenceSession.create(file, { intraOpNumThreads: threads, logSeverityLevel: 3 });
  const feeds = session.inputMetadata.map((input) => {
    if (!input.isTensor) throw new Error(`${input.name} is no tensor`);
    const shape = input.shape.map((size) => (typeof size === "number" ? size : batch));
    const count = shape.reduce((a, b) => a * b, 1);
    const data =
      input.type === "int64"
        ? BigInt64Array.from({ length: count }, () => BigInt(1 + draw(1999)))
        : Float32Array.from({ length: count }, () => draw(256) / 256);
    return [input.name, new Tensor(input.type as "float32", data as Float32Array, shape)] as const;
  });
  const fed = Object.fromEntries(feeds);
  return { library: "onnxruntime-node", predict: () => session.run(fed) };
}

const READY: Readonly<Record<string, () => Promise<Ready>>> = {
  file: fromFile,
  generated: () => fromGenerated(file, batch, draw),
};

const { library, predict } = await (READY[engine] ?? fromSource)();
await serve({ batch, parameters: { trained: 0, kept: 0 }, threads, library }, async (steps) => {
  const start = performance.now();
  for (let i = 0; i < steps; i++) await predict();
  return (performance.now() - start) / 1000;
});
